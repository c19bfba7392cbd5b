using MctsAspire.Gateway.Authentication;
using MctsAspire.ServiceDefaults.Logging;

namespace MctsAspire.Gateway.Audit;

/// <summary>Who makes or takes back a key.</summary>
/// <param name="Client">The client; <see langword="null"/>: whoever sits at the machine and gave a command.</param>
/// <param name="Credential">What the client was let in by.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="RequestId">The request, without secrets: clients may choose it.</param>
internal sealed record KeyActor(string? Client, string? Credential, string? Address, string? RequestId)
{
    public static readonly KeyActor Command = new(null, null, null, null);

    public static KeyActor Of(HttpContext context)
    {
        var client = ApiClient.Of(context);
        var redactor = context.RequestServices.GetRequiredService<SecretRedactor>();
        return new KeyActor(client?.Id, client?.Credential, context.Connection.RemoteIpAddress?.ToString(), redactor.Redact(context.TraceIdentifier));
    }
}
