"""What every training needs: a journal, workers, an optimiser."""
