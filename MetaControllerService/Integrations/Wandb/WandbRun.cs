namespace MctsAspire.MetaControllerService.Integrations.Wandb;

/// <summary>A run at Weights &amp; Biases.</summary>
/// <param name="Entity">The user or team.</param>
/// <param name="Project">The project.</param>
/// <param name="Name">The run's id, which is part of its address.</param>
internal sealed record WandbRun(string Entity, string Project, string Name);
