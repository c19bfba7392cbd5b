using System.Diagnostics;
using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The spans of calls: named by the method, with the RPC attributes of the OpenTelemetry conventions.</summary>
internal static class Telemetry
{
    /// <summary>The source of client spans, as in the real package.</summary>
    public static readonly ActivitySource Source = new("Grpc.Net.Client");

    /// <summary>Starts the span of a client call; null when nobody listens.</summary>
    public static Activity? StartCall(IMethod method, string name)
    {
        var activity = Source.HasListeners() ? Source.CreateActivity("Grpc.Net.Client.GrpcOut", ActivityKind.Client) : null;
        if (activity is null)
            return null;
        Describe(activity, method, name);
        return activity.Start();
    }

    public static void Describe(Activity activity, IMethod method, string name)
    {
        activity.DisplayName = name;
        if (!activity.IsAllDataRequested)
            return;
        activity.SetTag("rpc.system", "grpc");
        activity.SetTag("rpc.service", method.ServiceName);
        activity.SetTag("rpc.method", method.Name);
        activity.SetTag("grpc.method", method.FullName);
    }

    public static void SetStatus(Activity activity, StatusCode code, bool isError)
    {
        activity.SetTag("rpc.grpc.status_code", (int)code);
        activity.SetTag("grpc.status_code", (int)code);
        if (isError)
            activity.SetStatus(ActivityStatusCode.Error, code.ToString());
    }
}
