"""The field's metrics, as functions of embeddings and counts; no network is chosen here.

A metric's name says which network its embeddings must come from: CLIP-I is of CLIP, DINO of DINO.
Values from any other network belong under another name.
"""
