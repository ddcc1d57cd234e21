using System.Globalization;
using MimeKit.Utils;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>The fields that one server put on a mail: its Received and what stands above it up to the next. The first hop also has what stands below it, which the sender wrote.</summary>
internal sealed class RuleHop(int index, IReadOnlyList<RuleField> fields)
{
    private const string Name = "Message.headers.hops";

    private readonly Lazy<RuleReceived?> _received = new(() => Value(fields, "Received") is { } value ? RuleReceived.Of(value) : null);
    private readonly Lazy<RuleResults?> _results = new(() => Results(fields));

    public RuleReceived? Received => _received.Value;

    public RuleResults? Authentication => _results.Value;

    public int Index => index;

    public static void Bind(Dictionary<string, MqlAccessor> fields)
    {
        Of("index", h => MqlValue.Of((long)h.Index));
        Of("fields", h => MqlValue.Of(new MqlArray([.. h.Fields.Select(f => MqlValue.Of(f))])));
        Of("received", h => MessageModel.Object(h.Received));
        Of("authentication_results", h => MessageModel.Object(h.Authentication));
        Of("received_spf", h => h.Value("Received-SPF") is { } spf ? MessageModel.Object(RuleSpf.OfField(spf)) : MqlValue.Null);
        Of("signature", h => h.Value("DKIM-Signature") is { } own ? MqlValue.Of(RuleSignature.OfField(own, "dkim")) : h.Value("ARC-Message-Signature") is { } arc ? MqlValue.Of(RuleSignature.OfField(arc, "arc")) : MqlValue.Null);
        Field("name", f => MqlValue.Of(f.Field.Name));
        Field("value", f => MqlValue.Of(f.Field.Value));
        Field("position", f => MqlValue.Of((long)f.Position));
        Part("source", r => r.Source);
        Part("server", r => r.Server);
        Part("link", r => r.Link);
        Part("protocol", r => r.Protocol);
        Part("id", r => r.Id);
        Part("mailbox", r => r.Mailbox);
        Part("additional", r => r.Additional);
        fields["HeaderText.raw"] = owner => owner is HeaderPart part ? MqlValue.Of(part.Text) : MqlValue.Missing("HeaderText.raw");
        fields[Name + ".received.time"] = owner => owner is RuleReceived received && DateUtils.TryParse(received.DateText, out var at) ? MqlValue.Of(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : MqlValue.Null;
        fields[Name + ".received.zone_offset"] = owner => owner is RuleReceived received && DateUtils.TryParse(received.DateText, out var at) ? MqlValue.Of(RuleHeader.Offset(at)) : MqlValue.Null;

        void Of(string field, Func<RuleHop, MqlValue> read) => fields[$"{Name}.{field}"] = owner => owner is RuleHop hop ? read(hop) : MqlValue.Missing($"{Name}.{field}");
        void Field(string field, Func<RuleField, MqlValue> read) => fields[$"{Name}.fields.{field}"] = owner => owner is RuleField one ? read(one) : MqlValue.Missing($"{Name}.fields");
        void Part(string field, Func<RuleReceived, string> read) => fields[$"{Name}.received.{field}"] = owner => owner is RuleReceived received ? read(received) is { Length: > 0 } text ? MqlValue.Of((object)new HeaderPart(text)) : MqlValue.Null : MqlValue.Missing($"{Name}.received");
    }

    public IReadOnlyList<RuleField> Fields => fields;

    private string? Value(string name) => Value(fields, name);

    private static string? Value(IReadOnlyList<RuleField> fields, string name) => fields.FirstOrDefault(f => f.Field.Is(name))?.Field.Value;

    private static RuleResults? Results(IReadOnlyList<RuleField> fields) =>
        Value(fields, "Authentication-Results") is { } own ? RuleResults.Of(own, isArc: false) : Value(fields, "ARC-Authentication-Results") is { } arc ? RuleResults.Of(arc, isArc: true) : null;

    /// <summary>A text that rules reach through <c>.raw</c>.</summary>
    private sealed record HeaderPart(string Text);
}
