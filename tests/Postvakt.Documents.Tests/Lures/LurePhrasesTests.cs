using Postvakt.Documents.Lures;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Lures;

public sealed class LurePhrasesTests
{
    [Theory]
    [InlineData("To view, click ENABLE   EDITING and then Enable Content")]
    [InlineData("Klicken Sie auf Bearbeitung aktivieren")]
    [InlineData("Cliquez sur Activer le contenu")]
    [InlineData("Włącz edytowanie, aby zobaczyć")]
    [InlineData("Düzenlemeyi Etkinleştir")]
    [InlineData("編集を有効にする をクリック")]
    [InlineData("请点击 启用内容")]
    [InlineData("Увімкнути вміст")]
    [InlineData("Ota muokkaus käyttöön")]
    [InlineData("enable\u200B editing")]
    public void Sentence_ThatAsksToUnlock_IsALure(string text) => Assert.True(Look.At("a.rtf", @"{\rtf1 " + Escape(text) + "}").Has(FindingKinds.Lure));

    [Theory]
    [InlineData("The editing of this report is enabled for members.")]
    [InlineData("Please find the minutes of Monday's meeting.")]
    public void Sentence_OfAnotherKind_IsNone(string text) => Assert.False(Look.At("a.rtf", @"{\rtf1 " + text + "}").Has(FindingKinds.Lure));

    [Fact]
    public void List_HoldsTwentyLanguages() => Assert.InRange(LurePhrases.Languages, 20, 60);

    private static string Escape(string text) => string.Concat(text.Select(c => c < 128 ? c.ToString() : $"\\u{(short)c}?"));
}
