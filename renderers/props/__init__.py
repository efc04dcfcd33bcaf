"""Things and animals that a panel may show: what there is, how large, and its drawing."""
