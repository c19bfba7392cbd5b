using System.Text;

namespace MctsAspire.Gateway.Tests;

/// <summary>A request as it came out of the Gateway.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
