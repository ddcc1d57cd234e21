using Postvakt.Documents.Scans;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary>Calendars: <c>beta.file.parse_ics</c>, and <c>scan.ics</c> of opened files (RFC 5545).</summary>
internal static class CalendarBinding
{
    private const string Scan = "ExplodedFile.scan.ics";
    private const string Component = Scan + ".calendars.components";

    private static readonly string[] Texts = ["class", "created", "description", "dtend", "dtstamp", "dtstart", "duration", "location", "priority", "sequence", "status", "summary", "transp", "uid"];

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        fields[Scan] = owner => owner is not RuleNode node || node.Node.Content is null ? MqlValue.Missing(RuleNode.NoContent) : node.Node.Calendars is null ? MqlValue.Null : MqlValue.Of(node);
        fields[Scan + ".calendars"] = owner => owner is RuleNode { Node.Calendars: { } calendars } ? ExplodeBinding.List(calendars, MqlValue.Of) : MqlValue.Null;
        Of(Scan + ".calendars.components", c => ExplodeBinding.List(c.Parts, MqlValue.Of));
        foreach (var (field, name) in (ReadOnlySpan<(string, string)>)[("calscale", "CALSCALE"), ("method", "METHOD"), ("prodid", "PRODID"), ("version", "VERSION")]) Of($"{Scan}.calendars.{field}", c => MessageModel.Text(c[name]?.Text));
        foreach (var text in Texts) Of($"{Component}.{text}", c => MessageModel.Text(c[text.ToUpperInvariant()]?.Text));
        Of(Component + ".last_modified", c => MessageModel.Text(c["LAST-MODIFIED"]?.Text));
        Of(Component + ".type", c => MqlValue.Of(c.Type));
        Of(Component + ".urls", c => ExplodeBinding.Urls(c.Properties.Where(p => p.Name == "URL").Select(p => p.Text)));
        Of(Component + ".attendees", c => People(c, "ATTENDEE"));
        Of(Component + ".organizers", c => People(c, "ORGANIZER"));
        foreach (var people in (ReadOnlySpan<string>)["attendees", "organizers"]) fields[$"{Component}.{people}.mailbox"] = owner => owner is CalendarProperty person ? MqlValue.Of(Mailbox(person)) : MqlValue.Missing("scan.ics");
        foreach (var parameter in (ReadOnlySpan<string>)["partstat", "role"])
        {
            var name = parameter.ToUpperInvariant();
            fields[$"{Component}.attendees.{parameter}"] = owner => owner is CalendarProperty person ? MessageModel.Text(person.Parameters.GetValueOrDefault(name)) : MqlValue.Missing("scan.ics");
        }

        void Of(string name, Func<CalendarComponent, MqlValue> read) => fields[name] = owner => owner is CalendarComponent component ? read(component) : MqlValue.Missing("scan.ics");
    }

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        functions["beta.file.parse_ics"] = (_, arguments) => arguments[0].Object is not RuleFile file || file.Tree is null ? MqlValue.Missing("beta.file.parse_ics")
            : file.Node is not { } node ? MqlValue.Missing(RuleNode.NoContent) : node.Calendars is [var first, ..] ? MqlValue.Of(first) : MqlValue.Null;
        Of("product_id", c => MessageModel.Text(c["PRODID"]?.Text));
        Of("scale", c => MessageModel.Text(c["CALSCALE"]?.Text));
        Of("events", c => ExplodeBinding.List(c.Parts.Where(p => p.Type == "VEVENT"), MqlValue.Of));
        foreach (var text in (ReadOnlySpan<string>)["description", "summary", "location", "uid"]) Of("events." + text, c => MessageModel.Text(c[text.ToUpperInvariant()]?.Text));
        Of("events.description_html", c => MessageModel.Text(Html(c)));
        Of("events.links", c => ExplodeBinding.List(Links(c), MqlValue.Of));
        Of("events.raw_properties", c => ExplodeBinding.List(c.Properties, MqlValue.Of));
        fields["Calendar.events.raw_properties.key"] = owner => owner is CalendarProperty property ? MqlValue.Of(property.Name) : MqlValue.Missing("beta.file.parse_ics");
        fields["Calendar.events.raw_properties.value"] = owner => owner is CalendarProperty property ? MqlValue.Of(property.Value) : MqlValue.Missing("beta.file.parse_ics");

        void Of(string name, Func<CalendarComponent, MqlValue> read) => fields["Calendar." + name] = owner => owner is CalendarComponent component ? read(component) : MqlValue.Missing("beta.file.parse_ics");
    }

    private static MqlValue People(CalendarComponent component, string name) => ExplodeBinding.List(component.Properties.Where(p => p.Name == name), MqlValue.Of);

    /// <summary>3.8.4.1: a mailto address, with the name as a parameter.</summary>
    private static Participant Mailbox(CalendarProperty person)
    {
        var address = person.Value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? person.Value[7..] : person.Value;
        return new Participant(address.Trim().ToLowerInvariant(), person.Parameters.GetValueOrDefault("CN") ?? "", ParticipantRole.To);
    }

    /// <summary>Outlook writes the description in HTML beside the plain one.</summary>
    private static string? Html(CalendarComponent component) =>
        component.Properties.FirstOrDefault(p => p.Name == "X-ALT-DESC")?.Text ?? (component["DESCRIPTION"]?.Text is { } text && text.TrimStart().StartsWith('<') ? text : null);

    private static IReadOnlyList<Link> Links(CalendarComponent component)
    {
        var limits = MessageLimits.Default;
        var plain = string.Join('\n', component.Properties.Where(p => p.Name is "DESCRIPTION" or "LOCATION" or "SUMMARY" or "URL" or "ATTACH" or "COMMENT" || p.Name.StartsWith("X-", StringComparison.Ordinal) && p.Name != "X-ALT-DESC").Select(p => p.Text));
        List<SplitBody> bodies = [FilePage.Whole(PlainText.Render(plain, limits))];
        if (Html(component) is { } html) bodies.Add(FilePage.Whole(HtmlRenderer.Render(html, limits)));
        return LinkExtractor.Extract(bodies, limits);
    }
}
