namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Disposes what was made for one call.</summary>
internal static class Created
{
    public static ValueTask ReleaseAsync(object instance, bool created)
    {
        if (!created)
            return default;
        if (instance is IAsyncDisposable asyncDisposable)
            return asyncDisposable.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return default;
    }
}
