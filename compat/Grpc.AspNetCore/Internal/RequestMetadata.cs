using Grpc.Core;
using Grpc.Net.Client.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Metadata out of request headers, and into response headers and trailers.</summary>
internal static class RequestMetadata
{
    /// <summary>The client's metadata.</summary>
    /// <exception cref="RpcException">INTERNAL: a binary value is not base64.</exception>
    public static Metadata Read(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers)
        {
            if (Names.IsProtocol(name))
                continue;
            foreach (var value in values)
                Add(metadata, name, value ?? "");
        }

        return metadata;
    }

    /// <summary>Appends an entry.</summary>
    /// <returns>False: the value may not stand in a header, and was not appended.</returns>
    public static bool TryAppend(IHeaderDictionary headers, Metadata.Entry entry)
    {
        var value = entry.IsBinary ? BinaryValue.Encode(entry.Bytes) : entry.Value;
        if (!Names.IsHeaderText(value))
            return false;
        headers.Append(entry.Key, value);
        return true;
    }

    private static void Add(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            metadata.Add(Metadata.Entry.FromWire(name, value));
            return;
        }

        var decoded = new List<byte[]>(1);
        if (!BinaryValue.TryDecode(value, decoded))
            throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{name}' is not valid base64."));
        foreach (var bytes in decoded)
            metadata.Add(Metadata.Entry.FromWire(name, bytes));
    }
}
