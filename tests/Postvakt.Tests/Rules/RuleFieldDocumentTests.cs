using System.Globalization;
using System.Text;
using Postvakt.Mql.Schema;
using Postvakt.Rules;
using Postvakt.Tests.Events;

namespace Postvakt.Tests.Rules;

/// <summary>docs/reference/rule-fields.md is written from the model that rules are checked against. POSTVAKT_WRITE_DOCS=1 writes it anew.</summary>
public sealed class RuleFieldDocumentTests
{
    [Fact]
    public void Document_IsWhatRulesMayName()
    {
        var path = Checkout.At("docs", "reference", "rule-fields.md");
        if (Environment.GetEnvironmentVariable("POSTVAKT_WRITE_DOCS") is { Length: > 0 }) File.WriteAllText(path, Written());
        Assert.Equal(Written(), File.ReadAllText(path));
    }

    private static string Written()
    {
        var schema = MessageModel.Schema;
        var text = new StringBuilder("# Fields of mail rules\n\nWritten by a test from the model that rules are checked against; it fails when this page is stale. What the language means: [the rule language](../mql.md); what is answered here and how: [mail rules](../mail-rules.md).\n\n"
            + "An object that only stands inside another is named by its path. *Missing* is what a host has no answer for: a rule that would need it is indeterminate.\n\n## Fields\n");
        foreach (var type in schema.Types.Values.OrderBy(t => t == schema.Root ? 0 : 1).ThenBy(t => t.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n### {type.Name}\n\n{(type.Base is { } above ? $"Has the fields of `{above.Name}`, and:\n\n" : "")}| field | type |\n|---|---|\n");
            foreach (var field in type.Fields.OrderBy(f => f.Name, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | `{field.Type}` |\n");
        }
        text.Append("\n## Functions\n\n| function | gives | |\n|---|---|---|\n");
        foreach (var function in schema.Functions.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| `{function.Name}({string.Join(", ", function.Parameters.Select(Form))})` | `{function.Result}` | {(function.IsCapability ? "may be missing" : "")} |\n");
        text.Append("\n## Lists\n\nA list holds texts unless it stands here.\n\n| list | holds |\n|---|---|\n");
        foreach (var (name, type) in schema.Lists.OrderBy(l => l.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"| `${name.TrimStart('$')}` | `{type}` |\n");
        return text.ToString();
    }

    private static string Form(MqlParameter parameter) => (parameter.Name is { } name ? name + ": " : "") + string.Join(" or ", parameter.Types) + (parameter.IsRepeated ? "…" : "");
}
