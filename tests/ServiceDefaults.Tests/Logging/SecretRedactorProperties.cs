using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MctsAspire.ServiceDefaults.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Logging;

public sealed class SecretRedactorProperties
{
    private const string Configured = "zQ7!configured secret";

    private static readonly SecretRedactor Redactor = new([Configured]);

    [Property(MaxTest = 1000)]
    public Property NoKeyGetsThroughWhateverStandsAroundIt() => Prop.ForAll(Surrounded(Keys()), sample =>
        !Redactor.Redact(sample.Text).Contains(sample.Secret, StringComparison.Ordinal));

    [Property(MaxTest = 500)]
    public Property NoConfiguredSecretGetsThroughWhateverStandsAroundIt() => Prop.ForAll(Surrounded(Gen.Constant((Configured, Configured))), sample =>
        !Redactor.Redact(sample.Text).Contains(sample.Secret, StringComparison.Ordinal));

    [Property(MaxTest = 500)]
    public Property NoHeaderValueGetsThrough() => Prop.ForAll(Surrounded(Headers(), before: "\n "), sample =>
        !Redactor.Redact(sample.Text).Contains(sample.Secret, StringComparison.Ordinal));

    [Property(MaxTest = 500)]
    public Property NoPasswordOfAConnectionGetsThrough() => Prop.ForAll(Surrounded(Connections(), before: " "), sample =>
        !Redactor.Redact(sample.Text).Contains(sample.Secret, StringComparison.Ordinal));

    [Property(MaxTest = 500)]
    public bool RedactingTwiceChangesNothingMore(string? text)
    {
        var once = Redactor.Redact(text ?? "");
        return Redactor.Redact(once) == once;
    }

    private static Gen<string> Letters(string alphabet, int minimum, int maximum) =>
        from length in Gen.Choose(minimum, maximum)
        from letters in Gen.ArrayOf(Gen.Elements(alphabet.ToCharArray()), length)
        select string.Concat(letters);

    private static Gen<(string Text, string Secret)> Keys() =>
        from prefix in Gen.Elements("mcts_", "sk-", "sk-ant-", "sk-proj-", "bt-", "pc-")
        from body in Letters("abcdefghijkmnopqrtuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", 24, 60)
        where body.Any(char.IsAsciiDigit)
        select (prefix + body, body);

    private static Gen<(string Text, string Secret)> Headers() =>
        from name in Gen.Elements("Authorization: ", "authorization: Bearer ", "X-API-Key: ", "x-api-key=", "\"X-API-Key\": \"")
        from value in Letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=", 6, 40)
        select (name + value + (name.EndsWith('"') ? "\"" : ""), value);

    private static Gen<(string Text, string Secret)> Connections() =>
        from form in Gen.Elements("Server=db;Password={0};Pooling=true", "db:6379,password={0},ssl=true", "redis://:{0}@host:1/0", "postgres://user:{0}@host/db", "Pwd={0}")
        from value in Letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$%^*()-_", 6, 40)
        select (form.Replace("{0}", value, StringComparison.Ordinal), value);

    private static Arbitrary<(string Text, string Secret)> Surrounded(Gen<(string Text, string Secret)> samples, string before = "") => Arb.From(
        from head in ArbMap.Default.GeneratorFor<string>()
        from sample in samples
        from tail in Gen.OneOf(Gen.Constant(""), ArbMap.Default.GeneratorFor<string>().Select(text => " " + text))
        // A piece of a key that happens to stand in the text around it is not a leak.
        where head?.Contains(sample.Secret, StringComparison.Ordinal) != true && tail?.Contains(sample.Secret, StringComparison.Ordinal) != true
        select (head + before + sample.Text + tail, sample.Secret));
}
