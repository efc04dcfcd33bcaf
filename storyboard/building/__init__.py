"""From an order to a book: plan, draw what is stale, letter, bind."""
