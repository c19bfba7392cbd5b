using System.Text;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>What is sent over one connection, and what may come of it.</summary>
/// <param name="Name">The kind of case.</param>
/// <param name="Bytes">What is sent.</param>
internal sealed record FuzzCase(string Name, byte[] Bytes)
{
    /// <summary>Requests that the client means to make, all with a good key; no more may reach the Orchestrator. 0: none has a key, so that none may.</summary>
    public int Requests { get; init; } = 1;

    /// <summary>Whether all of them are whole and of the right form, so that each is answered.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the first is a HEAD request.</summary>
    public bool IsHead { get; init; }

    /// <summary>Whether the client closes its side as soon as it has sent.</summary>
    public bool Leaves { get; init; }

    /// <summary>The case as a line to send again.</summary>
    public string Replay => $"{Name}: {Convert.ToBase64String(Bytes.AsSpan(0, Math.Min(Bytes.Length, 4096)))}{(Bytes.Length > 4096 ? $"… ({Bytes.Length} bytes)" : "")}\n{Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(Bytes.Length, 800)))}";
}
