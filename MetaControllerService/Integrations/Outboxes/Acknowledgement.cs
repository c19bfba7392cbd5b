using System.Text.Json;

namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>How far a service has confirmed an outbox, and what must be known to tell it more.</summary>
/// <param name="Next">The sequence of the first line that it has not confirmed.</param>
/// <param name="State">What was learnt from the service, as ids that it gave.</param>
internal sealed record Acknowledgement(long Next, IReadOnlyDictionary<string, string> State)
{
    /// <summary>How the names of the files end.</summary>
    public const string Suffix = ".ack.json";

    /// <summary>Nothing is confirmed.</summary>
    public static readonly Acknowledgement None = new(0, new Dictionary<string, string>());

    /// <summary>The file of a service in an outbox.</summary>
    /// <param name="folder">The folder of the outbox.</param>
    /// <param name="service">The service's name.</param>
    public static string PathOf(string folder, string service) => Path.Combine(folder, service + Suffix);

    /// <summary>Reads a file. One that isn't there or can't be read confirms nothing: what is told again is kept once.</summary>
    /// <param name="path">The file.</param>
    public static Acknowledgement Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Acknowledgement>(File.ReadAllBytes(path)) is { Next: >= 0, State: not null } read ? read : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path) => AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this));
}
