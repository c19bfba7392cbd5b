using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace MctsAspire.Gateway.Authentication.Attempts;

/// <summary>An address as a number by which attempts are counted: an IPv4 address, or the /64 network of an IPv6 one, since whoever has one such address has them all.</summary>
internal static class AddressKey
{
    // No network of that prefix sends anything: it is one of multicast.
    private const ulong Version4 = 0xffff_0000_0000_0000;
    private const ulong Unknown = Version4 | 1UL << 40;
    // Where nothing is written, there is nought.
    private const ulong Nought = Version4 | 1UL << 41;
    private const int Version6Bytes = 16;

    public static ulong Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[Version6Bytes];
        if (address is null || !address.TryWriteBytes(bytes, out _))
            return Unknown;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return Version4 | BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (address.IsIPv4MappedToIPv6)
            return Version4 | BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) is not 0 and var network ? network : Nought;
    }
}
