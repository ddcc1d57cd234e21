using Postvakt.Directories;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;

namespace Postvakt.Rules;

/// <summary>Lists of an installation: what is configured, whom the Directory knows, and whom Memory saw. The last know only what has to do with the mail at hand.</summary>
public static class RuleLists
{
    /// <summary>By name, without the dollar sign. Those of which nothing is known are left out, which makes them missing.</summary>
    /// <param name="domains">Of the organisation.</param>
    /// <param name="directory">People; asked once: make the lists again when it changes.</param>
    /// <param name="important">Group of the Directory whose members are <c>$org_vips</c>; null: that list is missing.</param>
    public static Dictionary<string, MqlList> Of(IReadOnlyList<string> domains, DirectorySnapshot directory, string? important = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        var lists = new Dictionary<string, MqlList>(StringComparer.Ordinal)
        {
            ["sender_emails"] = Asking((history, text) => history.Wrote(text)),
            ["sender_domains"] = Asking((history, text) => history.DomainWrote(text)),
            ["recipient_emails"] = Asking((history, text) => text == history.Address ? history.IsWrittenTo : null),
            ["recipient_domains"] = Asking((history, text) => text == history.Domain ? history.IsDomainWrittenTo : null),
        };
        if (domains.Count > 0)
        {
            lists["org_domains"] = new(domains);
            lists["org_slds"] = new(domains.Select(d => RuleDomain.Of(d)?.Label ?? "").Where(l => l.Length > 0).Distinct());
        }
        if (directory.People.Count > 0) lists["org_display_names"] = new(directory.People.Select(p => p.Name).Where(n => n.Length > 0).Distinct());
        if (important is not null && directory.HasGroup(important))
            lists["org_vips"] = new([.. directory.People.Where(p => p.Groups.Contains(important, StringComparer.OrdinalIgnoreCase)).Select(p => MqlValue.Of((object)p))]);
        return lists;
    }

    internal static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields["Vip.display_name"] = owner => owner is Person person ? MessageModel.Text(person.Name) : MqlValue.Missing("Vip.display_name");
        fields["Vip.email"] = owner => owner is Person person ? MessageModel.Text(person.Address) : MqlValue.Missing("Vip.email");
    }

    private static MqlList Asking(Func<SenderHistory, string, bool?> contains) =>
        MqlList.Answering((message, text, _) => message is RuleMail { History: { } history } ? contains(history, text.ToLowerInvariant()) : null);
}
