namespace Postvakt.Samples.EventLogs;

/// <summary>A few lines of every log that is text. Hosts, addresses and people are made up.</summary>
public static class LogTexts
{
    public const string HttpProxy = """"
        DateTime,RequestId,Protocol,UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,UrlQuery
        #Software: Microsoft Exchange Server
        #Version: 15.02.0792.010
        #Log-type: HttpProxy Logs
        #Date: 2021-03-03T04:00:00.011Z
        #Fields: DateTime,RequestId,Protocol,UrlStem,AuthenticatedUser,AnchorMailbox,UserAgent,ClientIpAddress,ServerHostName,HttpStatus,UrlQuery
        2021-03-03T04:00:01.250Z,11111111-0000-4000-8000-000000000001,Ecp,/ecp/lamp.js,,ServerInfo~a]@mail1.corp.example:444/autodiscover/autodiscover.xml?#,ExchangeServicesClient/0.0.0.0,192.0.2.44,MAIL1,200,
        2021-03-03T04:00:02.500Z,11111111-0000-4000-8000-000000000002,Owa,/owa/,"CORP\ina ""the boss"", sales",,Mozilla/5.0 (KHTML  like Gecko),198.51.100.9,MAIL1,302,?a=1

        """";

    public const string EcpServer = """"
        #Software: Microsoft Exchange Server
        #Log-type: ECP Server Log
        #Fields: TimeStamp,ServerName,EventId,EventData
        2021-03-03T04:00:05.000Z,MAIL1,Request,S:TIME=12;S:SID=77;S:CMD=Set-OabVirtualDirectory.ExternalUrl='http://f/x;y';S:URL=https://mail1.corp.example:444/ecp/DDI/DDIService.svc

        """";

    public const string EcpActivity = """"
        TimeStamp,ServerName,EventId,EventData
        2021-03-03T04:00:06.000Z,MAIL1,Request,S:PSA=ina@corp.example;S:Bld=15.2.792.10;I32:ADS.C[MAIL1]=1;S:URL=/ecp/

        """";

    public const string Ews = """"
        DateTime,RequestId,AuthenticatedUser,UserAgent,ClientIpAddress,SoapAction,HttpStatus,ImpersonatedUser
        2021-03-03T05:00:00.000Z,r1,ina@corp.example,tool/1.0,192.0.2.44,FindItem,200,

        """";

    public const string Cmdlet = """"
        DateTime,StartTime,ServerHostName,AuthenticatedUser,ExecutingUserSid,Cmdlet,Parameters
        2021-03-03T05:00:00.000Z,2021-03-03T04:59:59.000Z,MAIL1,CORP\ina,S-1-5-21-1-2-3-500,New-MailboxExportRequest,"-Mailbox ""ina"" -FilePath ""\\127.0.0.1\c$\out.pst"""

        """";

    public const string AdminAudit = """"
        #Software: Microsoft Exchange
        #Fields: Timestamp,Server,TenantId,RecordType,Data
        2021-03-03T05:00:00.000Z,MAIL1,,ExchangeAdmin,"{""Operation"":""Set-Mailbox"",""Parameters"":[{""Name"":""Identity"",""Value"":""ina""}]}"

        """";

    public const string MessageTracking = """"
        #Software: Microsoft Exchange Server
        #Version: 15.02.0792.010
        #Log-type: Message Tracking Log
        #Date: 2021-11-03T08:00:00.000Z
        #Fields: date-time,client-ip,source,event-id,internal-message-id,message-id,recipient-address,message-subject,sender-address
        2021-11-03T08:00:00.100Z,192.0.2.7,STOREDRIVER,RECEIVE,1,<a@mail1.corp.example>,bo@corp.example;cy@corp.example,RE: invoice,ina@corp.example
        2021-11-03T08:00:00.200Z,192.0.2.7,SMTP,SEND,1,<a@mail1.corp.example>,bo@corp.example,"RE: lists, and ""quotes""",ina@corp.example

        """";

    public const string Smtp = """"
        #Software: Microsoft Exchange Server
        #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
        2021-11-03T08:00:00.100Z,MAIL1\Default,08D9,0,192.0.2.1:25,192.0.2.7:50000,+,,

        """";

    public const string Agent = """"
        #Software: Microsoft Exchange Server
        #Fields: Timestamp,SessionId,MessageId,P1FromAddress,P2FromAddresses,Recipient,Agent,Event,Action
        2021-11-03T08:00:00.100Z,08D9,<a@mail1.corp.example>,ina@corp.example,ina@corp.example,bo@corp.example,Content Filter Agent,OnEndOfData,AcceptMessage

        """";

    public const string OabGenerator = """"
        2021-03-03 04:10:00Z OABGenerator started for the default list.
        2021-03-03 04:10:09Z Download failed and temporary file 'C:\inetpub\wwwroot\aspnet_client\lamp.aspx' needs to be removed
        it is tried again later

        """";

    public const string Iis = """"
        #Software: Microsoft Internet Information Services 10.0
        #Version: 1.0
        #Date: 2021-08-12 10:00:00
        #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken
        2021-08-12 10:00:01 192.0.2.1 GET /autodiscover/autodiscover.json a=b+c@corp.example/powershell/? 443 - 203.0.113.5 tool/1.0+(x) - 200 0 0 15
        #Fields: date time cs-method cs-uri-stem c-ip sc-status
        2021-08-12 11:00:00 POST /powershell 203.0.113.5 401

        """";

    public const string WindowsXml = """"
        <?xml version="1.0" encoding="utf-8" standalone="yes"?>
        <Events><Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/><EventID>1</EventID><TimeCreated SystemTime='2021-11-03T08:00:00.1234567Z'/><EventRecordID>9</EventRecordID><Execution ProcessID='4' ThreadID='8'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>host1.corp.example</Computer></System><EventData><Data Name='Image'>C:\Windows\regsvr32.exe</Data><Data Name='CommandLine'>a &amp; b</Data><Data Name='RuleName'></Data></EventData><RenderingInfo Culture='en-US'><Message>Process started</Message><Level>Information</Level></RenderingInfo></Event>
        <Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='MSExchange CmdletLogs'/><EventID Qualifiers='16384'>1</EventID><TimeCreated SystemTime='2021-11-03T08:00:01Z'/><Channel>MSExchange Management</Channel><Computer>mail1</Computer></System><EventData><Data>Set-OabVirtualDirectory</Data><Data> -ExternalUrl "x"</Data></EventData></Event></Events>
        """";

    public const string Winlogbeat = """"
        {"@timestamp":"2021-11-03T08:00:00.123Z","message":"Process Create","host":{"name":"host1"},"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":1,"provider_name":"Microsoft-Windows-Sysmon","computer_name":"host1.corp.example","record_id":9,"process":{"pid":4,"thread":{"id":8}},"user":{"identifier":"S-1-5-18"},"event_data":{"Image":"C:\\Windows\\regsvr32.exe","CommandLine":"regsvr32 besta.ocx"}}}

        """";

    public const string Nxlog = """"
        {"SourceName":"Microsoft-Windows-Sysmon","ProviderGuid":"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}","Channel":"Microsoft-Windows-Sysmon/Operational","Hostname":"host1.corp.example","TimeCreated":"2021-11-03T08:00:00.123Z","EventID":1,"RecordNumber":9,"ExecutionProcessID":4,"Image":"C:\\Windows\\regsvr32.exe","CommandLine":"regsvr32 besta.ocx"}

        """";

    public const string Splunk = """"
        {"preview":false,"offset":0,"result":{"_time":"2021-11-03T08:00:00.123+00:00","host":"host1","EventCode":"1","LogName":"Microsoft-Windows-Sysmon/Operational","SourceName":"Microsoft-Windows-Sysmon","ComputerName":"host1.corp.example","RecordNumber":"9","Image":"C:\\Windows\\regsvr32.exe","CommandLine":"regsvr32 besta.ocx"}}

        """";

    public const string EvtxDump = """"
        [{"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},"System":{"Provider":{"#attributes":{"Name":"Microsoft-Windows-Sysmon"}},"EventID":{"#attributes":{"Qualifiers":""},"#text":1},"TimeCreated":{"#attributes":{"SystemTime":"2021-11-03T08:00:00.123456Z"}},"EventRecordID":9,"Correlation":null,"Execution":{"#attributes":{"ProcessID":4,"ThreadID":8}},"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"host1.corp.example","Security":{"#attributes":{"UserID":"S-1-5-18"}}},"EventData":{"Image":"C:\\Windows\\regsvr32.exe","CommandLine":"regsvr32 besta.ocx"}}},
        {"Event":{"System":{"Provider":{"#attributes":{"Name":"x"}},"EventID":2,"Channel":"Application"},"EventData":{"Data":{"#text":["one","two"]}}}}]
        """";

    public const string Defender = """"
        {"Schema":[{"Name":"Timestamp","Type":"DateTime"}],"Results":[{"Timestamp":"2021-11-03T08:00:00.1234567Z","DeviceName":"host1.corp.example","ActionType":"ProcessCreated","FileName":"regsvr32.exe","FolderPath":"C:\\Windows\\regsvr32.exe","ProcessCommandLine":"regsvr32 besta.ocx","InitiatingProcessFolderPath":"c:\\office\\excel.exe","InitiatingProcessCommandLine":"excel","ReportId":7,"AdditionalFields":"{\"Extra\":\"yes\"}"}]}
        """";

    public const string UnifiedAuditCsv = """"
        "RecordId","CreationDate","RecordType","Operation","UserId","AuditData"
        "a1","2021-11-03T08:00:00.0000000Z","1","New-InboxRule","ina@corp.example","{""CreationTime"":""2021-11-03T08:00:00"",""Operation"":""New-InboxRule"",""Workload"":""Exchange"",""ClientIP"":""203.0.113.5"",""Parameters"":[{""Name"":""MoveToFolder"",""Value"":""RSS Feeds""},{""Name"":""Name"",""Value"":"".""}]}"

        """";

    public const string UnifiedAudit = """"
        {"CreationTime":"2021-11-03T08:00:00","Operation":"MailItemsAccessed","Workload":"Exchange","UserId":"ina@corp.example","ClientIPAddress":"203.0.113.5","Folders":[{"FolderItems":[{"InternetMessageId":"<a@x.example>"},{"InternetMessageId":"<b@x.example>"}],"Path":"\\Inbox"}]}

        """";

    public const string SignIn = """"
        {"@odata.context":"x","value":[{"id":"1","createdDateTime":"2021-11-03T08:00:00Z","userPrincipalName":"ina@corp.example","appDisplayName":"Mail","ipAddress":"203.0.113.5","status":{"errorCode":50126,"failureReason":"Invalid"},"location":{"countryOrRegion":"SE"}}]}
        """";

    public const string SignInCsv = """"
        Date (UTC),Request ID,User,Username,Application,IP address,Location,Status,Sign-in error code
        2021-11-03T08:00:00Z,1,Ina,ina@corp.example,Mail,203.0.113.5,"Borlange, SE",Failure,50126

        """";

    /// <summary>Every text here, by the kind of log that it is.</summary>
    public static IReadOnlyList<(string Kind, string Text)> All { get; } =
    [
        ("ExchangeHttpProxy", HttpProxy), ("ExchangeEcpServer", EcpServer), ("ExchangeEcpActivity", EcpActivity), ("ExchangeEws", Ews), ("ExchangeCmdlet", Cmdlet), ("ExchangeAdminAudit", AdminAudit),
        ("ExchangeMessageTracking", MessageTracking), ("ExchangeSmtp", Smtp), ("ExchangeAgent", Agent), ("OabGenerator", OabGenerator), ("Iis", Iis), ("WindowsXml", WindowsXml), ("WindowsJson", Winlogbeat),
        ("WindowsJson", Nxlog), ("WindowsJson", Splunk), ("WindowsJson", EvtxDump), ("DefenderHunting", Defender), ("UnifiedAudit", UnifiedAuditCsv), ("UnifiedAudit", UnifiedAudit), ("EntraSignIn", SignIn), ("EntraSignIn", SignInCsv),
    ];
}
