using System.Collections.Frozen;
using System.Net;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>A request that was refused for its form, before anybody asked whose it is.</summary>
/// <param name="Method">Its method by <see cref="MethodName"/>.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Code">What it was answered with.</param>
/// <param name="Id">The id under which the log knows it.</param>
/// <param name="Address">Where it came from; of what the server itself refused, the other end of the connection, which may be a proxy.</param>
public sealed record Refusal(string Method, int Status, ErrorCode Code, string Id, IPAddress? Address)
{
    private const string OtherMethod = "OTHER";

    private static readonly FrozenSet<string> Methods = FrozenSet.ToFrozenSet(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"], StringComparer.Ordinal);

    /// <summary>The name of a method that is one of the known ones, and <c>OTHER</c> for all else, so that nobody makes up names.</summary>
    /// <param name="method">What was sent as a method, as far as anything was read.</param>
    public static string MethodName(string? method) => method is not null && Methods.TryGetValue(method, out var known) ? known : OtherMethod;
}
