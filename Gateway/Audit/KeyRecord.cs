using System.Text.Json;
using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Audit;

/// <summary>A key was made or taken back.</summary>
internal sealed class KeyRecord : AuditRecord
{
    public const string Added = "key_added";
    public const string Revoked = "key_revoked";

    private readonly string _event;
    private readonly StoredKey _key;
    private readonly KeyActor _actor;

    public KeyRecord(string @event, StoredKey key, KeyActor actor, DateTimeOffset time) => (_event, _key, _actor, Time) = (@event, key, actor, time);

    public override string Event => _event;

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("key", _key.Id);
        writer.WriteString("client", _key.ClientId);
        writer.WriteString("roles", string.Join(',', _key.Roles));
        if (_key.ExpiresAt is { } expires)
            writer.WriteString("expires_at", expires.UtcDateTime);
        writer.WriteString("by", _actor.Client ?? "command");
        if (_actor.Credential is not null)
            writer.WriteString("by_key", _actor.Credential);
        if (_actor.Address is not null)
            writer.WriteString("address", _actor.Address);
        if (_actor.RequestId is not null)
            writer.WriteString("request_id", _actor.RequestId);
    }
}
