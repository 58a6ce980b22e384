"""What a node is asked, and how its answers become events."""
