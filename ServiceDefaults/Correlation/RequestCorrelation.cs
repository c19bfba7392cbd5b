using System.Buffers;

namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>The id under which one request is found in the logs and spans of every service that worked on it.</summary>
public static class RequestCorrelation
{
    /// <summary>The HTTP header that carries the id, in requests and in answers.</summary>
    public const string HeaderName = "X-Request-ID";

    /// <summary>The same in gRPC metadata, whose keys are lower-case.</summary>
    public const string MetadataKey = "x-request-id";

    /// <summary>The id's name in log lines and as a tag of spans.</summary>
    public const string AttributeName = "request_id";

    /// <summary>The longest id that is taken from outside, in characters.</summary>
    public const int MaximumLength = 128;

    private static readonly AsyncLocal<string?> Ambient = new();
    private static readonly SearchValues<char> VisibleAscii =
        SearchValues.Create(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code).ToArray());

    /// <summary>The id of the request that is being served; <see langword="null"/> outside of one.</summary>
    public static string? Current => Ambient.Value;

    /// <summary>Whether an id from outside can be taken over: 1 to 128 visible ASCII characters.</summary>
    /// <param name="id">The id as it arrived.</param>
    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaximumLength } && !id.AsSpan().ContainsAnyExcept(VisibleAscii);

    /// <summary>Sets the id for the rest of the current asynchronous flow.</summary>
    /// <param name="id">The id, or <see langword="null"/> for none.</param>
    public static void Set(string? id) => Ambient.Value = id;

    /// <summary>A new id of 32 hexadecimal digits.</summary>
    public static string Create() => Guid.NewGuid().ToString("N");
}
