"""What the words of a panel say: who is there, doing what, where, seen how."""
