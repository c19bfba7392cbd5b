using System.Text.Json;

namespace MctsAspire.Gateway.Audit;

/// <summary>Something about the chain itself.</summary>
internal sealed class ChainRecord : AuditRecord
{
    /// <summary>A process began to write.</summary>
    public const string Opened = "opened";

    /// <summary>The field of <see cref="Opened"/> with the chain that it belongs to.</summary>
    public const string Chain = "chain";

    /// <summary>Lines go on in another file, of which this is the first.</summary>
    public const string Continued = "continued";

    /// <summary>The field of <see cref="Opened"/> and <see cref="Continued"/> with the file that they stand in.</summary>
    public const string File = "file";

    /// <summary>The field of <see cref="Opened"/> and <see cref="Continued"/> with what the lines are sealed with.</summary>
    public const string Algorithm = "algorithm";

    /// <summary>The field of <see cref="Opened"/> with the newest file of the chain before, which could not be gone on with.</summary>
    public const string After = "after";

    /// <summary>A process ended in order.</summary>
    public const string Closed = "closed";

    /// <summary>The bytes before this line were torn off when a process was killed, and are left as they are.</summary>
    public const string Recovered = "recovered";

    /// <summary>The log could not be written for a while, and so many records had no room to wait.</summary>
    public const string Resumed = "resumed";

    private readonly string _event;
    private readonly Action<Utf8JsonWriter> _write;

    public ChainRecord(string @event, DateTimeOffset time, Action<Utf8JsonWriter> write) => (_event, Time, _write) = (@event, time, write);

    public override string Event => _event;

    public override void Write(Utf8JsonWriter writer) => _write(writer);
}
