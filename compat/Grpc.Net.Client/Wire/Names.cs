namespace Grpc.Net.Client.Wire;

/// <summary>Header names, values and sizes of the gRPC protocol over HTTP/2.</summary>
internal static class Names
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Timeout = "grpc-timeout";
    public const string Identity = "identity";

    /// <summary>Never sent: a metadata entry that asks for the compression of a call's messages.</summary>
    public const string RequestedEncoding = "grpc-internal-encoding-request";

    /// <summary>Bytes before each message: a flag and the length.</summary>
    public const int FrameHeaderSize = 5;

    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Whether a content type is gRPC's, with or without a message format or parameters.</summary>
    public static bool IsGrpc(ReadOnlySpan<char> contentType) =>
        contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is ';' or '+' or ' ');

    /// <summary>Whether a header belongs to the protocol and not to the application's metadata.</summary>
    public static bool IsProtocol(string name) =>
        name.Length == 0 || name[0] == ':'
        || name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
        || name.Equals("te", StringComparison.OrdinalIgnoreCase)
        || name.Equals(Status, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Message, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Encoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(AcceptEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(Timeout, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text may stand in a header.</summary>
    public static bool IsHeaderText(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange(' ', '~');
}
