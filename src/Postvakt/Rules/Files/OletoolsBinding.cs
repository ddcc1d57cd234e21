using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Files;

/// <summary><c>file.oletools</c>: what the inspection found in an Office file, in the words of that public tool.</summary>
internal static class OletoolsBinding
{
    private const string Type = "Oletools";
    private const int MaxKeywords = 500;

    /// <summary>Words for which the tool calls a macro suspicious, by what they do.</summary>
    private static readonly EffectKind[] Suspicious = [EffectKind.Download, EffectKind.Execute, EffectKind.CallLibrary, EffectKind.WriteFile, EffectKind.Persist, EffectKind.Inject, EffectKind.WriteCode, EffectKind.Weaken];

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        functions["file.oletools"] = (_, arguments) => arguments[0].Object is not RuleFile { Tree: not null } file ? MqlValue.Missing("file.oletools")
            : file.Node is not { } node ? MqlValue.Missing(RuleNode.NoContent) : IsOffice(node.Kind) ? MqlValue.Of(node) : MqlValue.Null;
        foreach (var inside in (ReadOnlySpan<string>)["indicators", "macros", "indicators.encryption", "indicators.vba_macros", "indicators.external_relationships"]) fields[$"{Type}.{inside}"] = MqlValue.Of;
        Of("indicators.encryption.exists", n => MqlValue.Of(IsEncrypted(n)));
        Of("indicators.encryption.risk", n => MqlValue.Of(IsEncrypted(n) ? "low" : "none"));
        Of("indicators.vba_macros.exists", n => MqlValue.Of(MacroText.HasBasic(n)));
        Of("indicators.vba_macros.risk", n => MqlValue.Of(!MacroText.HasBasic(n) ? "none" : n.Report!.Effects.Any(e => Suspicious.Contains(e.Kind)) ? "high" : "medium"));
        Of("indicators.external_relationships.count", n => MqlValue.Of((long)Relations(n).Count));
        Of("indicators.external_relationships.risk", n => MqlValue.Of(Relations(n).Count > 0 ? "high" : "none"));
        Of("macros.keywords", n => ExplodeBinding.List(Keywords(n), MqlValue.Of));
        Of("macros.modules", n => ExplodeBinding.List(n.Report?.Modules.Where(m => m.Language == MacroLanguage.Vba) ?? [], MqlValue.Of));
        Of("relationships", n => ExplodeBinding.List(Relations(n), MqlValue.Of));
        fields[Type + ".macros.keywords.type"] = owner => owner is Keyword word ? MqlValue.Of(word.Type) : MqlValue.Missing("file.oletools");
        fields[Type + ".macros.keywords.keyword"] = owner => owner is Keyword word ? MessageModel.Text(word.Text) : MqlValue.Missing("file.oletools");
        fields[Type + ".macros.modules.vba_code"] = owner => owner is MacroModule module ? MessageModel.Text(module.Source) : MqlValue.Missing("file.oletools");
        fields[Type + ".macros.modules.vba_file_name"] = owner => owner is MacroModule module ? MessageModel.Text(module.Name) : MqlValue.Missing("file.oletools");
        fields[Type + ".macros.modules.ole_stream"] = owner => owner is MacroModule module ? MessageModel.Text(module.Stream) : MqlValue.Missing("file.oletools");
        fields[Type + ".relationships.name"] = owner => owner is OutsideRelation relation ? MessageModel.Text(relation.Kind) : MqlValue.Missing("file.oletools");
        fields[Type + ".relationships.target"] = owner => owner is OutsideRelation relation ? MessageModel.Text(relation.Target) : MqlValue.Missing("file.oletools");
        fields[Type + ".relationships.target_url"] = owner => owner is OutsideRelation relation ? MessageModel.Object(relation.Target.Contains(':', StringComparison.Ordinal) ? RuleUrl.Of(relation.Target) : null) : MqlValue.Missing("file.oletools");

        void Of(string name, Func<FileNode, MqlValue> read) => fields[$"{Type}.{name}"] = owner => owner is FileNode node ? read(node) : MqlValue.Missing("file.oletools");
    }

    private static bool IsOffice(FileKind kind) => kind is FileKind.Compound or FileKind.Doc or FileKind.Xls or FileKind.Ppt or FileKind.LockedOffice or FileKind.VbaProject or FileKind.Docx or FileKind.Docm or FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb
        or FileKind.Pptx or FileKind.Pptm or FileKind.Rtf or FileKind.WordXml or FileKind.ExcelXml or FileKind.Msg or FileKind.ActiveMime or FileKind.Mht;

    /// <summary>Locked, or opened with a password of the mail or the usual ones.</summary>
    private static bool IsEncrypted(FileNode node) => node.Kind == FileKind.LockedOffice || node.Report is { } report && (report.Locked || report.Password is not null || report.Findings.Any(f => f.Kind == FindingKinds.SilentPassword));

    private static IReadOnlyList<OutsideRelation> Relations(FileNode node) => node.Package?.Relations ?? [];

    private static IEnumerable<Keyword> Keywords(FileNode node)
    {
        var starts = MacroText.Starts(node).Select(s => new Keyword("AutoExec", s));
        var calls = (node.Report?.Effects ?? []).Where(e => Suspicious.Contains(e.Kind)).Select(e => new Keyword("Suspicious", e.Call));
        return starts.Concat(calls).Distinct().Take(MaxKeywords);
    }

    private sealed record Keyword(string Type, string Text);
}
