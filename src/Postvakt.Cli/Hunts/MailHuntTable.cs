using System.Globalization;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Indicators;
using Postvakt.Server.Api;
using Postvakt.Wording;

namespace Postvakt.Cli.Hunts;

/// <summary>What records and Memory know, for people: the sum first, then each mail with who received it and who wrote on.</summary>
internal static class MailHuntTable
{
    private const int MaxMails = 500, MaxPeople = 20;

    public static void Write(TextWriter output, MailHuntView found)
    {
        var delivered = found.Mails.Where(m => m.IsDelivered).ToArray();
        var people = delivered.SelectMany(m => m.Recipients).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        output.WriteLine($"{Headline.Count(found.Mails.Count, "mail")}{(found.IsWhole ? "" : " and more")}, {Headline.Count(delivered.Length, "delivered mail")} to {Headline.Count(people, "mailbox", "mailboxes")}, {Headline.Count(found.Mails.SelectMany(m => m.WroteOn.Select(a => a.Address)).Distinct(StringComparer.OrdinalIgnoreCase).Count(), "recipient")} wrote in its conversation afterwards.");
        foreach (var mail in found.Mails.Take(MaxMails))
        {
            output.WriteLine($"\n{HuntText.Time(mail.At)}  {mail.Verdict.ToString().ToUpperInvariant(),-12} {mail.Fate,-9}  {Plain.Text(mail.From, 80)}  {mail.Record}");
            output.WriteLine("    to " + Plain.Text(string.Join(", ", mail.Recipients.Take(MaxPeople)), 400) + (mail.Recipients.Count > MaxPeople ? $" and {mail.Recipients.Count - MaxPeople} more" : ""));
            if (mail.Carries.Count > 0) output.WriteLine("    carries " + Plain.Text(string.Join(", ", mail.Carries), 300));
            foreach (var answer in mail.WroteOn.Take(MaxPeople)) output.WriteLine($"    {Plain.Text(answer.Address, 80)} wrote in its conversation at {HuntText.Time(answer.At)}");
        }
        if (found.Mails.Count > MaxMails) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nand {found.Mails.Count - MaxMails:N0} more: --format json and csv have them"));
        if (found.Places.Count > 0) output.WriteLine("\nKnown from trusted mail");
        foreach (var place in found.Places) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Plain.Text(Defanged.Of(new Indicator("host", place.Domain)), 100)}  since {HuntText.Time(place.First)}, {Headline.Count(place.Mails, "mail")} of {Headline.Count(place.People, "person", "people")}{(place.FirstBy.Length > 0 ? ", first " + Plain.Text(place.FirstBy, 80) : "")}"));
    }

    public static void Csv(TextWriter output, MailHuntView found)
    {
        output.Write(CsvLine.Of(["time_utc", "record", "verdict", "fate", "from", "recipients", "message_id", "campaign", "carries", "wrote_on"]));
        foreach (var mail in found.Mails)
            output.Write(CsvLine.Of(
            [
                Ecs.Time(mail.At), mail.Record, mail.Verdict.ToString().ToLowerInvariant(), mail.Fate, mail.From, string.Join(' ', mail.Recipients), mail.MessageId, mail.Campaign, string.Join(' ', mail.Carries), string.Join(' ', mail.WroteOn.Select(a => a.Address)),
            ]));
    }
}
