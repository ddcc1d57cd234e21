using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Wording;

namespace Postvakt.Access;

/// <summary>Gives accounts and tokens and takes them away. Every attempt is audited; a secret is in no store and no log.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class Accounts(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Accounts, and tokens. 1,000 each: those who operate the product, not those whom it protects.</summary>
    private const int MaxAtOnce = 1_000;

    private const string SecretBegin = "pvk_";
    private const int SecretBytes = 32;

    /// <summary>Characters of a secret: what it begins with, and its bytes in Base64 without padding.</summary>
    private const int SecretLength = 4 + (SecretBytes * 4 + 2) / 3;

    public static IReadOnlyList<Account> All(IRegister register) => [.. register.Register(Account.Kind).Select(e => Read<Account>(e)!)];

    public static IReadOnlyList<AccessToken> Tokens(IRegister register) => [.. register.Register(AccessToken.Kind).Select(e => Read<AccessToken>(e)!)];

    /// <summary>Whether it has the form of one of our secrets: asked before a store is.</summary>
    public static bool IsSecret(string secret) => secret.Length == SecretLength && secret.StartsWith(SecretBegin, StringComparison.Ordinal);

    /// <summary>Who comes with a secret, or null: unknown, past its end, or its account is gone.</summary>
    public static Pass? PassOf(IRegister register, string secret, DateTimeOffset now)
    {
        if (!IsSecret(secret)) return null;
        var hash = HashOf(secret);
        if (Read<AccessToken>(register.FindRegistered(AccessToken.Kind, IdOf(hash))) is not { } token || now >= token.Until
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token.Hash), Encoding.ASCII.GetBytes(hash))) return null;
        return Read<Account>(register.FindRegistered(Account.Kind, token.Account)) is { } account ? new Pass(account.Actor, token.Scopes) : null;
    }

    /// <summary>Gives somebody an account, or an account another role.</summary>
    public Ruling Set(Actor actor, string name, Role role)
    {
        name = name.Trim().ToLowerInvariant();
        var before = decisions.FindRegistered(Account.Kind, name);
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator)
            : !IsName(name) ? Ruling.No(Refusal.Unknown, "AccountName")
            : role == Role.Employee ? Ruling.No(Refusal.Unknown, "AccountEmployee")
            : before is null && decisions.Register(Account.Kind).Count >= MaxAtOnce ? TooMany()
            : Ruling.Done("AccountSet", name, role.ToString().ToLowerInvariant());
        var account = new Account(name, role, Read<Account>(before)?.Since ?? clock.GetUtcNow());
        return Keep(actor, "set-account", name, role.ToString().ToLowerInvariant(), ruling, [new RegisterChange(Account.Kind, name, JsonSerializer.Serialize(account), before?.Version ?? 0)]);
    }

    /// <summary>Takes an account away, and its tokens, password and sessions with it.</summary>
    public Ruling Remove(Actor actor, string name)
    {
        name = name.Trim().ToLowerInvariant();
        var entry = decisions.FindRegistered(Account.Kind, name);
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator) : entry is null ? Ruling.No(Refusal.Unknown, "NoAccount", name) : Ruling.Done("AccountRemoved", name);
        return Keep(actor, "remove-account", name, "", ruling, entry is null ? [] : [Removal(entry), .. decisions.Register(AccessToken.Kind).Where(t => Read<AccessToken>(t)!.Account == name).Select(Removal), .. SignIns.With(decisions, name)]);
    }

    /// <summary>Makes a token for an account. Those past their end make room.</summary>
    /// <param name="scopes">Of <see cref="Scope.All"/>; at least one.</param>
    /// <returns>The secret, shown this once, or null where it was refused.</returns>
    public (Ruling Ruling, string? Secret) Issue(Actor actor, string name, IReadOnlyList<string> scopes, DateTimeOffset until)
    {
        var now = clock.GetUtcNow();
        name = name.Trim().ToLowerInvariant();
        var (over, holding) = (decisions.Register(AccessToken.Kind).Where(t => Read<AccessToken>(t)!.Until <= now).ToArray(), decisions.Register(AccessToken.Kind).Count);
        var account = decisions.FindRegistered(Account.Kind, name);
        var wrong = scopes.FirstOrDefault(s => !Scope.All.Contains(s, StringComparer.Ordinal));
        var secret = SecretBegin + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var id = IdOf(HashOf(secret));
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator)
            : account is null ? Ruling.No(Refusal.Unknown, "NoAccount", name)
            : wrong is not null || scopes.Count == 0 ? Ruling.No(Refusal.Unknown, "NoScope", wrong ?? "", string.Join(", ", Scope.All))
            : until <= now || until > now + AccessToken.MaxTime ? Ruling.No(Refusal.NoReason, "TokenTime", AccessToken.MaxTime.Days.ToString(CultureInfo.InvariantCulture))
            : holding - over.Length >= MaxAtOnce ? TooMany()
            : Ruling.Done("TokenIssued", id, name, Sentences.Time(until));
        var token = new AccessToken(id, HashOf(secret), name, [.. scopes.Distinct(StringComparer.Ordinal)], now, until);
        var kept = Keep(actor, "issue-token", ruling.IsDone ? id : name, ruling.IsDone ? name + ": " + string.Join(' ', token.Scopes) : "", ruling,
            // The account as it was read: one that is removed at this moment takes no token with it into the next one of its name.
            account is null ? [] : [new RegisterChange(Account.Kind, name, account.Json, account.Version), new RegisterChange(AccessToken.Kind, id, JsonSerializer.Serialize(token), 0), .. over.Select(Removal)]);
        return (kept, kept.IsDone ? secret : null);
    }

    public Ruling Revoke(Actor actor, string id)
    {
        var entry = decisions.FindRegistered(AccessToken.Kind, id);
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator) : entry is null ? Ruling.No(Refusal.Unknown, "NoToken", id) : Ruling.Done("TokenRevoked", id);
        return Keep(actor, "revoke-token", id, "", ruling, entry is null ? [] : [Removal(entry)]);
    }

    private Ruling Keep(Actor actor, string action, string subject, string reason, Ruling ruling, IReadOnlyList<RegisterChange> changes)
    {
        var now = clock.GetUtcNow();
        var outcome = decisions.Decide(new Decision(AuditEvent.Of(now, actor, action, subject, reason, ruling.Outcome)) { Register = ruling.IsDone ? changes : [] }, now);
        return outcome == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", subject);
    }

    /// <summary>Whether an account may be called so, in lower case.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= 100 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static RegisterChange Removal(RegisterEntry entry) => new(entry.Kind, entry.Id, null, entry.Version);

    private static Ruling TooMany() => Ruling.No(Refusal.NotHeld, "TooMany", MaxAtOnce.ToString(CultureInfo.InvariantCulture));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string IdOf(string hash) => hash[..12];

    private static T? Read<T>(RegisterEntry? entry) where T : class => entry is null ? null : JsonSerializer.Deserialize<T>(entry.Json);
}
