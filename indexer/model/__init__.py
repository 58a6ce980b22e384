"""What the index knows about: frozen rows, the rules that follow from the contracts, and their JSON. Pure."""
