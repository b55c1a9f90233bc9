"""How it becomes days: icing, ladder, runs, sessions, holding plans, and what must hold in all of them."""
