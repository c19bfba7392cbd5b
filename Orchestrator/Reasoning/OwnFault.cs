using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.Orchestrator.Reasoning;

/// <summary>
/// Tells what another service refuses in a request that this one made up, as passages and drafts, from what it refuses in the client's words: the client can't mend the first and is not told
/// that the request was bad.
/// </summary>
internal static class OwnFault
{
    // What stands in a request beside the client's words.
    private static readonly string[] OwnFields = ["passages", "reasoning.passages", "drafts", "draft", "critique", "state", "context"];

    /// <summary>Whether a refusal is about something that the client did not send.</summary>
    public static bool Is(ValidationException refusal) => OwnFields.Any(own => Names(refusal.Field, own));

    /// <summary>What the client is told of it; the refusal is for the log.</summary>
    public static InternalErrorException Of(ValidationException refusal) =>
        new("The service asked another one for something that this one does not take. The service's log has the cause.", refusal);

    private static bool Names(string field, string own) =>
        field.StartsWith(own, StringComparison.Ordinal) && (field.Length == own.Length || field[own.Length] is '.' or '[');
}
