using System.Text.Json;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Orchestrator.Rpc;

/// <summary>Checks requests that came over gRPC as those that come as JSON are checked.</summary>
internal static class Validated
{
    /// <summary>The request, when all its fields are within their bounds.</summary>
    /// <exception cref="ValidationException">A field is not; the message names it as REST does.</exception>
    public static T Read<T>(T request) => StrictJson.Parse<T>(JsonSerializer.SerializeToUtf8Bytes(request, StrictJson.Options));
}
