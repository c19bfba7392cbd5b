namespace MctsAspire.Storage.Journals;

/// <summary>A run came to a recorded step with another request than the one recorded: it did not repeat itself.</summary>
/// <param name="key">The step.</param>
public sealed class NonDeterminismException(JournalKey key)
    : Exception($"The run {key.RunId} made another request at its step {key.Step} ({key.Kind}) than its journal holds. Start a new run.")
{
    /// <summary>The step.</summary>
    public JournalKey Key { get; } = key;
}
