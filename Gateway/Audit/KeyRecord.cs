using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;
using MctsAspire.ServiceDefaults.Texts;

namespace MctsAspire.Gateway.Audit;

/// <summary>A key is to be made or taken back, was, or was not: what is about to be done is written down first, since a store may do it after nobody waits for it any more.</summary>
internal sealed class KeyRecord : AuditRecord
{
    public const string Adding = "key_adding";
    public const string Added = "key_added";
    public const string AddFailed = "key_add_failed";
    public const string Revoking = "key_revoking";
    public const string Revoked = "key_revoked";
    public const string RevokeFailed = "key_revoke_failed";

    private readonly string _event;
    private readonly StoredKey _key;
    private readonly KeyActor _actor;

    public KeyRecord(string @event, StoredKey key, KeyActor actor, DateTimeOffset time) => (_event, _key, _actor, Time) = (@event, key, actor, time);

    public override string Event => _event;

    /// <summary>Of what failed: whether it may have been done, or still be done, all the same.</summary>
    public bool? MayBeDone { get; init; }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("key", _key.Id);
        writer.WriteString("client", _key.ClientId);
        writer.WriteString("roles", string.Join(',', _key.Roles));
        if (_key.ExpiresAt is { } expires)
            writer.WriteTime("expires_at"u8, expires);
        if (MayBeDone is { } mayBeDone)
            writer.WriteString("done", mayBeDone ? "unknown" : "no");
        writer.WriteString("by", _actor.Client ?? "command");
        if (_actor.Credential is not null)
            writer.WriteString("by_key", _actor.Credential);
        if (_actor.Address is not null)
            writer.WriteString("address", _actor.Address);
        if (_actor.RequestId is not null)
            writer.WriteString("request_id", _actor.RequestId);
    }
}
