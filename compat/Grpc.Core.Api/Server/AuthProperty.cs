using System.Text;

namespace Grpc.Core;

/// <summary>One fact about a peer.</summary>
public class AuthProperty
{
    private readonly byte[] _value;

    private AuthProperty(string name, byte[] value)
    {
        Name = name;
        _value = value;
    }

    /// <summary>What the fact is about.</summary>
    public string Name { get; }

    /// <summary>The fact as text.</summary>
    public string Value => Encoding.UTF8.GetString(_value);

    /// <summary>A copy of the fact's bytes.</summary>
    public byte[] ValueBytes => [.. _value];

    /// <summary>A fact.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="valueBytes">Its bytes; they are copied.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static AuthProperty Create(string name, byte[] valueBytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(valueBytes);
        return new AuthProperty(name, [.. valueBytes]);
    }
}
