namespace Grpc.Core;

/// <summary>Options for writing messages.</summary>
public class WriteOptions
{
    /// <summary>No flags.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Options with these flags.</summary>
    /// <param name="flags">How messages are to be written.</param>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>How messages are to be written.</summary>
    public WriteFlags Flags { get; }
}
