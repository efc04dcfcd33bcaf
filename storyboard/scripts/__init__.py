"""Scripts come in and go out: screenplays and comic scripts to story files, and back.

text → elements (`fountain`, `final_draft`, `comic`, `prose`) → `Script` (`breakdown`) → YAML
(`authored`); and `Story` → `Script` (`retelling`) → text (`fountain`, `comic`).
"""
