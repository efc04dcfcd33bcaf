"""The planner's parts: reading actions, choosing drawings, placing figures, laying out pages."""
