"""The values that flow through the project: frozen, closed, comparable by digest."""
