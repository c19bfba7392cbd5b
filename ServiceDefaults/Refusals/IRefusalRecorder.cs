namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>Is told of refused requests, once for each, so that a service can write them down. Services register none, one or several.</summary>
public interface IRefusalRecorder
{
    /// <summary>Takes note; it must not wait for anything.</summary>
    /// <param name="refusal">What was refused.</param>
    void Record(Refusal refusal);
}
