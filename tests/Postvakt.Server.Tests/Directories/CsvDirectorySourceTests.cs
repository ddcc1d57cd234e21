using System.Text;
using Postvakt.Directories;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Directories;
using Postvakt.Server.Directories.Csv;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Directories;

public sealed class CsvDirectorySourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryColumn_IsRead()
    {
        var people = (await ReadAsync("""
            id,name,address,aliases,language,manager,groups,shared,members
            7,"Berg, Anna",Anna.Berg@Firm.example,a.berg@firm.example;anna@old.example,sv,bo@firm.example,Finance; All staff,no,
            ,Invoices,invoices@firm.example,,de_AT,,,yes,anna.berg@firm.example bo@firm.example
            """)).People;
        Assert.Equal(("7", "Berg, Anna", "sv", "bo@firm.example", false), (people[0].Id, people[0].Name, people[0].Language, people[0].Manager, people[0].IsShared));
        Assert.Equal(["anna.berg@firm.example", "a.berg@firm.example", "anna@old.example"], people[0].Addresses);
        Assert.Equal(["Finance", "All staff"], people[0].Groups);
        Assert.Equal(("invoices@firm.example", "de-AT", true), (people[1].Id, people[1].Language, people[1].IsShared));
        Assert.Equal(["anna.berg@firm.example", "bo@firm.example"], people[1].Members);
    }

    [Theory]
    [InlineData("\uFEFFname,address\nAnna,anna@firm.example")]
    [InlineData("Name;Address\r\nAnna;anna@firm.example\r\n")]
    [InlineData("\"name\",\"address\"\n\n\"Anna\",\"anna@firm.example\"\n\n")]
    [InlineData("address;name;aliases\nanna@firm.example;Anna;\"\"")]
    public async Task WhatSpreadsheetsWrite_IsRead(string text)
    {
        var person = Assert.Single((await ReadAsync(text)).People);
        Assert.Equal(("Anna", "anna@firm.example"), (person.Name, person.Address));
    }

    [Fact]
    public async Task QuotedLineEndsAndQuotes_BelongToTheField()
    {
        var person = Assert.Single((await ReadAsync("name,address\n\"Anna \"\"Ann\"\"\r\nBerg\",anna@firm.example")).People);
        Assert.Equal("Anna \"Ann\"  Berg", person.Name);
    }

    [Theory]
    [InlineData("name,address\nAnna,anna", "line 2: address: \"anna\" is no address")]
    [InlineData("name,address\nAnna,", "line 2: address is missing")]
    [InlineData("name,address\n,a@firm.example", "line 2: name is missing")]
    [InlineData("name,address\nAnna,a@firm.example,more", "line 2: 3 fields where the header has 2")]
    [InlineData("name,address\nAn\"na,a@firm.example", "line 2: a quote inside a field")]
    [InlineData("name,address\n\"Anna\"x,a@firm.example", "line 2: something stands between")]
    [InlineData("name,address\n\"An\nna\",a@firm.example\nBo,b", "line 4: address: \"b\"")]
    [InlineData("name,address\n\"Anna,a@firm.example", "line 2: a quote is not closed")]
    [InlineData("name,address,aliases\nAnna,a@firm.example,b@firm.example\nBo,B@firm.example,", "line 3: the address b@firm.example stands on line 2 too")]
    [InlineData("id,name,address\n1,Anna,a@firm.example\n1,Bo,b@firm.example", "line 3: the id \"1\" stands on line 2 too")]
    [InlineData("name,address,shared\nAnna,a@firm.example,perhaps", "line 2: shared: \"perhaps\" is neither yes nor no")]
    [InlineData("name,address,members\nAnna,a@firm.example,b@firm.example", "line 2: members are given, but shared is not yes")]
    [InlineData("name,address,language\nAnna,a@firm.example,swedish!", "line 2: language")]
    [InlineData("name,adress\nAnna,a@firm.example", "there is no column \"adress\"; did you mean address?")]
    [InlineData("name,address,alias\nAnna,a@firm.example,", "did you mean aliases?")]
    [InlineData("name,address,phone\nAnna,a@firm.example,", "there is no column \"phone\"; known are name, address")]
    [InlineData("name,name,address\nAnna,Anna,a@firm.example", "the column name stands there twice")]
    [InlineData("name\nAnna", "the column address is missing")]
    [InlineData("", "is empty; a header is expected: name,address")]
    public async Task AnError_NamesFileAndLine_AndNothingIsTaken(string text, string says)
    {
        var refused = await Assert.ThrowsAsync<DirectorySourceException>(() => ReadAsync(text));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("people.csv", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllErrors_AreToldAtOnce_UpToTwenty()
    {
        var refused = await Assert.ThrowsAsync<DirectorySourceException>(() => ReadAsync("name,address\n" + string.Concat(Enumerable.Range(0, 1_000).Select(i => $"Anna,\u001b[31m\u202e{i}\n"))));
        Assert.Contains("line 2: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 21: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("; there are more", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(refused.Message, c => char.IsControl(c) || c == '\u202e');
    }

    [Fact]
    public async Task AFieldTooLong_IsAnError() =>
        Assert.Contains("line 2: a field of more than 1,000 characters", (await Assert.ThrowsAsync<DirectorySourceException>(() => ReadAsync($"name,address\n{new string('a', 1_001)},a@firm.example"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AFileTooLarge_IsNotRead()
    {
        using (var file = File.Create(_folder.At("people.csv"))) file.SetLength(CsvTable.MaxBytes + 1L);
        Assert.EndsWith("people.csv: larger than 64 MiB", (await Assert.ThrowsAsync<DirectorySourceException>(() => Source().ReadAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtherEncodings_AreToldFromUtf8()
    {
        await File.WriteAllBytesAsync(_folder.At("people.csv"), Encoding.Latin1.GetBytes("name,address\nÅsa,asa@firm.example"), TestContext.Current.CancellationToken);
        Assert.Contains("is not UTF-8", (await Assert.ThrowsAsync<DirectorySourceException>(() => Source().ReadAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingFile_IsASentence() =>
        Assert.Contains("people.csv: cannot be read", (await Assert.ThrowsAsync<DirectorySourceException>(() => Source().ReadAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Partners_StandBesideThePeople()
    {
        _folder.Write("people.csv", "name,address\nAnna,anna@firm.example");
        var partners = _folder.Write("partners.csv", "name;domains;contact;kind\nNordwind;nordwind.example @Nordwind-Group.example;cert@nordwind.example;sister\nHarbour;harbour.example;;\n");
        var snapshot = await new PartneredSource(Source(), partners).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Single(snapshot.People);
        Assert.Equal((true, "cert@nordwind.example"), (snapshot.PartnerOf("nordwind-group.example")!.IsSister, snapshot.PartnerOf("NORDWIND.example")!.Contact));
        Assert.Equal((false, ""), (snapshot.PartnerOf("harbour.example")!.IsSister, snapshot.PartnerOf("harbour.example")!.Contact));
    }

    [Theory]
    [InlineData("name,domains\nNordwind,", "line 2: domains is missing")]
    [InlineData("name,domains\nNordwind,nordwind", "\"nordwind\" is no domain")]
    [InlineData("name,domains\nNordwind,n.example\nHarbour,n.example", "line 3: the domain n.example stands on line 2 too")]
    [InlineData("name,domains,kind\nNordwind,n.example,friend", "neither partner nor sister")]
    public async Task APartnerThatIsWrong_IsAnError(string text, string says)
    {
        _folder.Write("people.csv", "name,address\nAnna,anna@firm.example");
        var source = new PartneredSource(Source(), _folder.Write("partners.csv", text));
        Assert.Contains(says, (await Assert.ThrowsAsync<DirectorySourceException>(() => source.ReadAsync(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    private CsvDirectorySource Source() => new(_folder.At("people.csv"), new ManualClock());

    private Task<DirectorySnapshot> ReadAsync(string text)
    {
        _folder.Write("people.csv", text);
        return Source().ReadAsync(TestContext.Current.CancellationToken);
    }
}
