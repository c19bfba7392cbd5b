namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors in front of channels.</summary>
public static class ChannelExtensions
{
    /// <summary>An invoker on the channel whose calls go through an interceptor first.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptor">The interceptor.</param>
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor) => InvokerOf(channel).Intercept(interceptor);

    /// <summary>An invoker on the channel whose calls go through interceptors first, in the order given.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptors">The interceptors; the first is the outermost.</param>
    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors) => InvokerOf(channel).Intercept(interceptors);

    /// <summary>An invoker on the channel whose calls have their metadata changed first.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="interceptor">Gets a call's metadata and gives what is sent in its place.</param>
    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor) => InvokerOf(channel).Intercept(interceptor);

    private static CallInvoker InvokerOf(ChannelBase channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return channel.CreateCallInvoker();
    }
}
