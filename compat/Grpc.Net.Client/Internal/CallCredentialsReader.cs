using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Collects the functions that call credentials are made of.</summary>
internal sealed class CallCredentialsReader : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    /// <summary>Lets credentials add their metadata.</summary>
    public static async Task ApplyAsync(CallCredentials credentials, AuthInterceptorContext context, Metadata metadata)
    {
        var reader = new CallCredentialsReader();
        credentials.InternalPopulateConfiguration(reader, null);
        foreach (var interceptor in reader._interceptors)
            await interceptor(context, metadata).ConfigureAwait(false);
    }

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var part in credentials)
            part.InternalPopulateConfiguration(this, state);
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => _interceptors.Add(interceptor);
}
