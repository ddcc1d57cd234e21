using System.Globalization;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>What <c>network.whois</c> answers from a file of registration dates. Whether a domain that is not in the file exists, the file does not say.</summary>
/// <param name="At">When the mail came: the age is that of then.</param>
internal sealed record RuleWhois(string Domain, DateOnly Registered, string Registrar, DateTimeOffset At)
{
    private const string Name = "network.whois";

    public static MqlValue Of(DomainAges ages, object message, MqlValue domain)
    {
        if (domain.Object is not RuleDomain name || message is not RuleMail mail) return MqlValue.Missing(Name);
        return ages.Find(name.Root) is { } known ? MqlValue.Of(new RuleWhois(name.Root, known.Registered, known.Registrar, mail.Message.ArrivedAt)) : MqlValue.Missing(Name);
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("found", _ => MqlValue.Of(true));
        Of("root_domain", w => MqlValue.Of(w.Domain));
        Of("days_old", w => MqlValue.Of(Math.Max(0, (w.At.UtcDateTime - w.Registered.ToDateTime(TimeOnly.MinValue)).TotalDays)));
        Of("created_at", w => MqlValue.Of(w.Registered.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture)));
        Of("registrar_name", w => w.Registrar.Length > 0 ? MqlValue.Of(w.Registrar) : MqlValue.Missing(Name + ".registrar_name"));

        void Of(string name, Func<RuleWhois, MqlValue> read) => fields["Whois." + name] = owner => owner is RuleWhois whois ? read(whois) : MqlValue.Missing(Name);
    }
}
