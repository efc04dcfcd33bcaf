"""The body behind each word for a pose: keypoints, drawn by artists or reckoned from angles."""
