using Postvakt.Registers;

namespace Postvakt.UserReports;

/// <summary>Reports that speak of the same thing: one mail, one campaign, or mail of one author within a day.</summary>
internal static class ReportCase
{
    /// <summary>Reports that are looked at under one key. 500: the people of a large company who report the same burst.</summary>
    private const int Most = 500;

    /// <summary>Reports of the case of one, itself included where it is in the register, each once with its entry.</summary>
    public static IReadOnlyList<(UserReport Report, RegisterEntry Entry)> Of(IRegister register, UserReport one, TimeSpan sameAuthor)
    {
        var found = new Dictionary<string, (UserReport, RegisterEntry)>(StringComparer.Ordinal);
        if (one.Record.Length > 0) Take(UserReport.KeyOfRecord(one.Record), _ => true);
        if (one.Campaign.Length > 0) Take(UserReport.KeyOfCampaign(one.Campaign), _ => true);
        if (one.Author.Length > 0) Take(UserReport.KeyOfAuthor(one.Author), r => (r.At - one.At).Duration() <= sameAuthor);
        return [.. found.Values];

        void Take(string key, Func<UserReport, bool> belongs)
        {
            foreach (var entry in register.RegisteredUnder(UserReport.Kind, key, "", Most))
            {
                if (UserReport.Of(entry) is var report && belongs(report)) found.TryAdd(entry.Id, (report, entry));
            }
        }
    }
}
