using MctsAspire.ServiceDefaults.Correlation;
using MctsAspire.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Errors;

/// <summary>Turns what a request handler threw into an <see cref="ErrorResponse"/>; what nobody foresaw is logged and told to nobody else.</summary>
internal sealed partial class FrameworkExceptionHandler(ILogger<FrameworkExceptionHandler> logger) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Where the next request begins is not known.
        if (exception is BadHttpRequestException)
            httpContext.Response.Headers.Connection = "close";
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        if (exception is BadHttpRequestException bad)
        {
            await httpContext.WriteErrorAsync(bad.StatusCode, ErrorCode.ForStatus(bad.StatusCode), Describe(bad));
            return true;
        }

        var failure = exception as FrameworkException ?? Wrap(exception);
        if (failure is ServiceUnavailableException && httpContext.RequestServices.GetService<Drain>()?.Deadline.IsCancellationRequested == true)
            LogStopping(failure.Code.Name);
        else if (failure.Code.HttpStatus >= StatusCodes.Status500InternalServerError)
            LogFailure(failure.Code.Name, exception);
        await httpContext.WriteErrorAsync(failure);
        return true;
    }

    private static FrameworkException Wrap(Exception exception) => exception is TimeoutException
        ? new OperationTimeoutException("The request took longer than allowed.", exception)
        : new InternalErrorException($"The service failed on this request. Its id, for the service's log, is {RequestCorrelation.Current ?? "unknown"}.", exception);

    private static string Describe(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => "body: is larger than this route takes.",
        StatusCodes.Status408RequestTimeout => "body: arrived too slowly.",
        StatusCodes.Status415UnsupportedMediaType => "body: is of a content type that this route does not take.",
        _ => "The request is not valid HTTP, or ended before its body did.",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Request ended with {ErrorCode}, since the service stops")]
    private partial void LogStopping(string errorCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request failed with {ErrorCode}")]
    private partial void LogFailure(string errorCode, Exception exception);
}
