using System.Net.Http.Headers;
using Grpc.Net.Client.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>The content type of all requests, parsed once.</summary>
internal static class RequestContentType
{
    public static MediaTypeHeaderValue Value { get; } = new(Names.ContentType);
}
