using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Metadata and status out of response headers and trailers.</summary>
internal static class ResponseMetadata
{
    /// <summary>The application's metadata. Binary values that are not base64 are left out.</summary>
    public static Metadata Read(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (Names.IsProtocol(name))
                continue;
            foreach (var value in values)
                Add(metadata, name, value);
        }

        return metadata;
    }

    /// <summary>The value of a header, or null.</summary>
    public static string? Find(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The status, if there is one; UNKNOWN when it can't be read.</summary>
    public static Status? Status(HttpHeaders headers)
    {
        if (Find(headers, Names.Status) is not { } text)
            return null;
        if (text == "0")
            return Core.Status.DefaultSuccess;
        var detail = StatusText.Decode(Find(headers, Names.Message) ?? "");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= (int)StatusCode.Unauthenticated
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"The server sent the grpc-status '{text}', which is not a status code. {detail}".TrimEnd());
    }

    private static void Add(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            metadata.Add(Metadata.Entry.FromWire(name, value));
            return;
        }

        var decoded = new List<byte[]>(1);
        BinaryValue.TryDecode(value, decoded);
        foreach (var bytes in decoded)
            metadata.Add(Metadata.Entry.FromWire(name, bytes));
    }
}
