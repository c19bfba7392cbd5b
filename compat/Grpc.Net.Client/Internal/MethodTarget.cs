using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>A method at the address of a channel: what is the same for all its calls.</summary>
internal sealed class MethodTarget
{
    public MethodTarget(Uri address, IMethod method)
    {
        var root = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        Uri = new Uri(root + method.FullName);
        // The URL of the service, as credentials get to see it.
        ServiceUrl = $"{root}/{method.ServiceName}";
        ActivityName = method.FullName[1..];
    }

    public Uri Uri { get; }

    public string ServiceUrl { get; }

    public string ActivityName { get; }
}
