namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>Where a file is to be put.</summary>
/// <param name="Address">The address, which holds its own permission; null: the server has the file already.</param>
/// <param name="Headers">The headers that belong to it, as <c>name:value</c>.</param>
/// <param name="ArtifactId">The artifact that the file came with first.</param>
internal sealed record WandbUpload(Uri? Address, IReadOnlyList<string> Headers, string ArtifactId);
