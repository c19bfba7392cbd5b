namespace MctsAspire.AppHost.Model;

/// <summary>The service keeps what it must not lose in its data folder, so it has one instance and a disk of its own.</summary>
internal sealed class StateAnnotation : IResourceAnnotation;
