using Postvakt.Documents.Kinds;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary><c>beta.scan_qr</c>: QR codes in a picture, and in the pictures of a document.</summary>
internal static class CodeBinding
{
    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        functions["beta.scan_qr"] = (_, arguments) => arguments[0].Object is RuleFile file ? Scan(file) : MqlValue.Missing("beta.scan_qr");
        fields["QrCodes.found"] = owner => owner is FoundCodes found ? MqlValue.Of(found.Texts.Count > 0) : MqlValue.Missing("beta.scan_qr");
        fields["QrCodes.items"] = owner => owner is FoundCodes found ? ExplodeBinding.List(found.Texts, t => MqlValue.Of(new RuleText(t))) : MqlValue.Missing("beta.scan_qr");
        Item("data", MqlValue.Of);
        Item("type", t => MqlValue.Of(TypeOf(t)));
        Item("url", UrlOf);

        void Item(string name, Func<string, MqlValue> read) => fields["QrCodes.items." + name] = owner => owner is RuleText text ? read(text.Text) : MqlValue.Missing("beta.scan_qr");
    }

    /// <summary>What a phone would make of it: url, or text.</summary>
    internal static string TypeOf(string text) => UrlOf(text).IsNull ? "text" : "url";

    internal static MqlValue UrlOf(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? MessageModel.Object(RuleUrl.Of(text)) : MqlValue.Null;

    private static MqlValue Scan(RuleFile file)
    {
        if (file.Tree is not { } tree) return MqlValue.Missing("beta.scan_qr");
        var (texts, unseen) = (new List<string>(), file.Kind == FileKind.Pdf);
        foreach (var node in tree)
        {
            // What a picture's bytes are is not known where they were not held.
            if (node.Node.IsPicture || node.Node is { Content: null, Source: "picture" or "" })
            {
                if (node.Codes is { } codes) texts.AddRange(codes.Texts);
                else unseen = true;
            }
        }
        // A code that was found is found; that there is none is known only when everything was looked at.
        return texts.Count == 0 && unseen ? MqlValue.Missing("beta.scan_qr") : MqlValue.Of(new FoundCodes([.. texts.Distinct(StringComparer.Ordinal)]));
    }

    private sealed record FoundCodes(IReadOnlyList<string> Texts);
}
