using System.Globalization;
using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.Gateway.Documentation;
using MctsAspire.Gateway.Routes;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.Gateway.Authentication.Administration;

/// <summary>Who is let in: for clients with the role admin.</summary>
internal static class KeyRoutes
{
    private const int MostListed = 1000;
    private const int UsuallyListed = 100;
    private const int MostBodyBytes = 16 * 1024;
    private const string Unavailable = "The store of keys can't be used now; the Gateway's log says what is wrong with it, under the id of this request.";
    private const string Unanswered = "The store of keys gave no answer. The change may have been made, or may be made when it goes on: look at GET /admin/keys before you ask again.";

    private static readonly (string Name, string Summary, string Json)[] Examples =
    [
        ("user", "A key for a program that asks questions", """{"client_id": "reporting", "note": "nightly report"}"""),
        ("limited", "A key that ends by itself and may ask ten times a minute", """{"client_id": "trial-7", "roles": ["user"], "expires_at": "2030-12-31T00:00:00Z", "limits": {"per_minute": 10}}"""),
        ("admin", "A key for another administrator", """{"client_id": "ops", "roles": ["user", "admin"]}"""),
    ];

    private static readonly ErrorDescription Conflict = new(
        StatusCodes.Status409Conflict,
        "The key can't be revoked this way.",
        (ErrorCode.Conflict, "id: this key comes from the configuration; remove ApiKeys__0__Hash there and start the Gateway again."));

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin").RequireAuthorization(Roles.AdminPolicy);

        admin.MapGet("/keys", ListAsync)
            .WithName("list_keys")
            .WithTags("Keys")
            .WithSummary("List API keys")
            .WithDescription("Every key without its text: whose it is, what it may do, and when it was made, used, revoked or will end.")
            .TakesPage(UsuallyListed)
            .Produces<KeyList>();

        admin.MapPost("/keys", AddAsync)
            .WithName("create_key")
            .WithTags("Keys")
            .WithSummary("Make an API key")
            .WithDescription("Makes a key, which works at once here and within two seconds at other Gateways on the same store. The answer shows it this once: only its SHA-256 hash is kept.")
            .TakesJson<KeyRequest>(Examples)
            .Produces<CreatedKey>(StatusCodes.Status201Created);

        admin.MapDelete("/keys/{id}", RevokeAsync)
            .WithName("revoke_key")
            .WithTags("Keys")
            .WithSummary("Revoke an API key")
            .WithDescription("The key stops at once here and within two seconds at other Gateways on the same store. Revoking it again changes nothing. A key of the configuration, and the last one that can administer keys if it is the one in use, are refused with 409.")
            .Produces(StatusCodes.Status204NoContent)
            .WithMetadata(Conflict);
    }

    private static async Task ListAsync(HttpContext context, ApiKeyRegistry keys, TimeProvider time)
    {
        var (limit, after) = ReadPage(context.Request.Query);
        var entries = keys.Entries;
        var first = 0;
        if (after is not null)
        {
            var place = entries.Index().Where(entry => entry.Item.Key.Id == after).Select(entry => (int?)entry.Index).FirstOrDefault();
            first = place + 1 ?? throw new ValidationException("after", "is not the id of a key; begin without it");
        }

        var now = time.GetUtcNow();
        var page = entries.Skip(first).Take(limit).Select(entry => KeyDescription.Describe(entry, now)).ToList();
        var next = first + page.Count < entries.Count ? page[^1].Id : null;
        await WriteAsync(context, StatusCodes.Status200OK, new KeyList(page, entries.Count, next));
    }

    private static async Task AddAsync(HttpContext context, KeyAdministration administration, TimeProvider time)
    {
        var request = await StrictJson.ReadAsync<KeyRequest>(context.Request, MostBodyBytes, context.RequestAborted);
        var key = await TryAsync(context, token => administration.AddAsync(
            request.ClientId, request.Roles, KeyDescription.Read(request.Limits), ReadTime(request.ExpiresAt), request.Note, KeyActor.Of(context), token));
        await WriteAsync(context, StatusCodes.Status201Created, new CreatedKey(key.Text, KeyDescription.Describe(key, time.GetUtcNow())));
    }

    private static async Task RevokeAsync(string id, HttpContext context, KeyAdministration administration)
    {
        PathIdentifier.Require(id);
        await TryAsync(context, token => administration.RevokeAsync(id, KeyActor.Of(context), token));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<T> TryAsync<T>(HttpContext context, Func<CancellationToken, Task<T>> change)
    {
        try
        {
            return await change(context.RequestAborted);
        }
        catch (KeyStoreException problem)
        {
            // Its message names places of the machine.
            throw new ServiceUnavailableException(problem.MayBeDone ? Unanswered : Unavailable, innerException: problem);
        }
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        text is null ? null
        : KeyEnd.TryRead(text, out var time) ? time
        : throw new ValidationException("expires_at", "is no time that there is");

    private static (int Limit, string? After) ReadPage(IQueryCollection query)
    {
        var limit = UsuallyListed;
        string? after = null;
        foreach (var (name, values) in query)
        {
            if (name is not ("limit" or "after"))
                throw new ValidationException("query", "may have nothing but limit and after");
            if (values is not [{ Length: > 0 } value])
                throw new ValidationException(name, "must be there once, and not be empty");
            if (name == "after")
                after = value;
            else if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostListed)
                throw new ValidationException(name, $"must be an integer from 1 to {MostListed}");
        }

        return (limit, after);
    }

    private static Task WriteAsync<T>(HttpContext context, int status, T body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(body, StrictJson.Options, "application/json", context.RequestAborted);
    }
}
