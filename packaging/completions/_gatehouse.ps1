
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'gatehouse' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'gatehouse'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'gatehouse' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ask', 'ask', [CompletionResultType]::ParameterValue, 'Ask a question; the answer streams to standard output')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show, set or remove keys; a key is never shown and never an argument')
            [CompletionResult]::new('connections', 'connections', [CompletionResultType]::ParameterValue, 'List, add, change or remove connections; find local model servers')
            [CompletionResult]::new('settings', 'settings', [CompletionResultType]::ParameterValue, 'Show or change settings')
            [CompletionResult]::new('presets', 'presets', [CompletionResultType]::ParameterValue, 'List, show, change, remove, export or import presets: a model, instructions and parameters under a name')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'List the models of a connection, as saved, as shipped, or fetched now')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List, show, search, change, delete, export, import, back up and repair earlier conversations')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Play an answer again from the bytes that came')
            [CompletionResult]::new('usage', 'usage', [CompletionResultType]::ParameterValue, 'Say what was used and what it cost, from the ledger in the data folder')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Test the connections layer by layer')
            [CompletionResult]::new('delete-everything', 'delete-everything', [CompletionResultType]::ParameterValue, 'Delete everything of yours: keys, conversations, drafts, settings, presets, copies, logs')
            [CompletionResult]::new('demo-gateway', 'demo-gateway', [CompletionResultType]::ParameterValue, 'Run the demo gateway, which answers without a model, until it is stopped')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;ask' {
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Model id, sent as typed')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model id, sent as typed')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connection: gateway, openai, openai-responses, anthropic, gemini, local, demo or your own')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Connection: gateway, openai, openai-responses, anthropic, gemini, local, demo or your own')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'A preset to ask with; what is said beside it wins, see `gatehouse presets`')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Instructions for the model; replace those of the conversation, an empty text is none')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Instructions for the model; replace those of the conversation, an empty text is none')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'Longest answer, in tokens; left to the model when absent')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'Sampling temperature from 0 to 2; left to the model when absent')
            [CompletionResult]::new('--attach', '--attach', [CompletionResultType]::ParameterName, 'A picture, PDF or text to go with the question; may be given more than once')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'A text at which the answer ends; may be given up to 4 times')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the sampling, where the model has one')
            [CompletionResult]::new('--reasoning', '--reasoning', [CompletionResultType]::ParameterName, 'How much to think: off, minimal, low, medium, high, max, or a number of tokens')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'A file with the JSON schema that the answer must follow')
            [CompletionResult]::new('--conversation', '--conversation', [CompletionResultType]::ParameterName, 'Go on with this conversation')
            [CompletionResult]::new('--leave-out', '--leave-out', [CompletionResultType]::ParameterName, 'Leave the oldest N turns of the conversation out of what is sent; they stay stored')
            [CompletionResult]::new('--fallback', '--fallback', [CompletionResultType]::ParameterName, 'What to ask where an attempt fails before its first token, instead of the setting: MODEL, CONNECTION=MODEL or CONNECTION=, with commas between; an empty order is none')
            [CompletionResult]::new('--window', '--window', [CompletionResultType]::ParameterName, 'Show the quick-ask window instead, with the text in its box: it is not sent, and is added to what stands there. For a shortcut of the desktop')
            [CompletionResult]::new('--continue', '--continue', [CompletionResultType]::ParameterName, 'Go on with the conversation updated last, or start one')
            [CompletionResult]::new('--no-stream', '--no-stream', [CompletionResultType]::ParameterName, 'Ask for the whole answer at once')
            [CompletionResult]::new('--no-save', '--no-save', [CompletionResultType]::ParameterName, 'Store nothing')
            [CompletionResult]::new('--no-cache', '--no-cache', [CompletionResultType]::ParameterName, 'Ask even if a kept answer is at hand, and keep this one for nobody')
            [CompletionResult]::new('--no-wait', '--no-wait', [CompletionResultType]::ParameterName, 'Wait neither for a place in your own pace nor before a repeat: the first failure is final')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say for each connection whether there is a key, and where')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a key in the system''s keyring; it is read from standard input or asked for')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key from the system''s keyring')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the keys of an environment file such as .env.local; the file stays as it is')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the Vercel sign-in now, to see whether it can be')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;keys;status' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys;set' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys;remove' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys;import' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys;renew' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;keys;help' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say for each connection whether there is a key, and where')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a key in the system''s keyring; it is read from standard input or asked for')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key from the system''s keyring')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the keys of an environment file such as .env.local; the file stays as it is')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the Vercel sign-in now, to see whether it can be')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;keys;help;status' {
            break
        }
        'gatehouse;keys;help;set' {
            break
        }
        'gatehouse;keys;help;remove' {
            break
        }
        'gatehouse;keys;help;import' {
            break
        }
        'gatehouse;keys;help;renew' {
            break
        }
        'gatehouse;keys;help;help' {
            break
        }
        'gatehouse;connections' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every connection with the address in effect')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a connection of your own')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a connection, also a built-in one; an empty value takes the setting away')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a connection of your own with its key, or the changes of a built-in one')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Look for model servers at the usual ports of this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;connections;list' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;connections;add' {
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'openai-chat, openai-responses, anthropic-messages or gemini')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Its address, such as `https://host/v1`')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header for every request, such as "X-Title: my app"; never a key')
            [CompletionResult]::new('--connect-ms', '--connect-ms', [CompletionResultType]::ParameterName, 'Time-out of connecting in milliseconds, instead of the setting; 0 is off')
            [CompletionResult]::new('--first-byte-ms', '--first-byte-ms', [CompletionResultType]::ParameterName, 'Time-out until the first byte')
            [CompletionResult]::new('--idle-ms', '--idle-ms', [CompletionResultType]::ParameterName, 'Time-out between two pieces of an answer')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'A proxy for this connection alone, such as `http://host:3128`')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'A PEM file with certificates to trust beside the system''s')
            [CompletionResult]::new('--no-key', '--no-key', [CompletionResultType]::ParameterName, 'Questions go without a key')
            [CompletionResult]::new('--with-key', '--with-key', [CompletionResultType]::ParameterName, 'Questions need a key again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;connections;set' {
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'openai-chat, openai-responses, anthropic-messages or gemini')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Its address, such as `https://host/v1`')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'A header for every request, such as "X-Title: my app"; never a key')
            [CompletionResult]::new('--connect-ms', '--connect-ms', [CompletionResultType]::ParameterName, 'Time-out of connecting in milliseconds, instead of the setting; 0 is off')
            [CompletionResult]::new('--first-byte-ms', '--first-byte-ms', [CompletionResultType]::ParameterName, 'Time-out until the first byte')
            [CompletionResult]::new('--idle-ms', '--idle-ms', [CompletionResultType]::ParameterName, 'Time-out between two pieces of an answer')
            [CompletionResult]::new('--proxy', '--proxy', [CompletionResultType]::ParameterName, 'A proxy for this connection alone, such as `http://host:3128`')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'A PEM file with certificates to trust beside the system''s')
            [CompletionResult]::new('--no-key', '--no-key', [CompletionResultType]::ParameterName, 'Questions go without a key')
            [CompletionResult]::new('--with-key', '--with-key', [CompletionResultType]::ParameterName, 'Questions need a key again')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;connections;remove' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;connections;probe' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;connections;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every connection with the address in effect')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a connection of your own')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a connection, also a built-in one; an empty value takes the setting away')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a connection of your own with its key, or the changes of a built-in one')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Look for model servers at the usual ports of this machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;connections;help;list' {
            break
        }
        'gatehouse;connections;help;add' {
            break
        }
        'gatehouse;connections;help;set' {
            break
        }
        'gatehouse;connections;help;remove' {
            break
        }
        'gatehouse;connections;help;probe' {
            break
        }
        'gatehouse;connections;help;help' {
            break
        }
        'gatehouse;settings' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one setting, or all')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a setting; 0 is off, an empty value is the default')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;settings;get' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;settings;set' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;settings;help' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one setting, or all')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a setting; 0 is off, an empty value is the default')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;settings;help;get' {
            break
        }
        'gatehouse;settings;help;set' {
            break
        }
        'gatehouse;settings;help;help' {
            break
        }
        'gatehouse;presets' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every preset')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show all that a preset says')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Add a preset, or change one; what is not named stays')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a preset; chats that used it keep its instructions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all presets and prompt templates to a file, which holds no address and no key')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over presets and prompt templates from a file; those of the same names give way')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;presets;list' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;show' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;set' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connection that is asked')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Connection that is asked')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Model id')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model id')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Instructions for the model')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Instructions for the model')
            [CompletionResult]::new('--max-tokens', '--max-tokens', [CompletionResultType]::ParameterName, 'Longest answer, in tokens')
            [CompletionResult]::new('--temperature', '--temperature', [CompletionResultType]::ParameterName, 'Sampling temperature from 0 to 2')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Seed of the sampling')
            [CompletionResult]::new('--stop', '--stop', [CompletionResultType]::ParameterName, 'A text at which the answer ends, instead of those before; may be given up to 4 times')
            [CompletionResult]::new('--reasoning', '--reasoning', [CompletionResultType]::ParameterName, 'How much to think: off, minimal, low, medium, high, max, or a number of tokens')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take one of these away; may be given more than once')
            [CompletionResult]::new('--rename', '--rename', [CompletionResultType]::ParameterName, 'Another name for it; chats that use it go on with it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;remove' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;export' {
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;import' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;presets;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every preset')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show all that a preset says')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Add a preset, or change one; what is not named stays')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a preset; chats that used it keep its instructions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all presets and prompt templates to a file, which holds no address and no key')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over presets and prompt templates from a file; those of the same names give way')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;presets;help;list' {
            break
        }
        'gatehouse;presets;help;show' {
            break
        }
        'gatehouse;presets;help;set' {
            break
        }
        'gatehouse;presets;help;remove' {
            break
        }
        'gatehouse;presets;help;export' {
            break
        }
        'gatehouse;presets;help;import' {
            break
        }
        'gatehouse;presets;help;help' {
            break
        }
        'gatehouse;models' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Whose models; the connection that a question would go to when absent')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Whose models; the connection that a question would go to when absent')
            [CompletionResult]::new('--refresh', '--refresh', [CompletionResultType]::ParameterName, 'Ask the connection for its list, and save it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, pinned ones and then the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation: its questions and answers')
            [CompletionResult]::new('sent', 'sent', [CompletionResultType]::ParameterValue, 'Show what was sent for an answer: its last request, to the letter, without any key')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation a title; an empty one goes back to its first question')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Pin, archive, file or tag a conversation, or choose model and instructions for it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; for some minutes they can be taken back')
            [CompletionResult]::new('deleted', 'deleted', [CompletionResultType]::ParameterValue, 'List the deleted conversations that can still be taken back')
            [CompletionResult]::new('take-back', 'take-back', [CompletionResultType]::ParameterValue, 'Take a deleted conversation back')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write conversations for people (md, html) or, with everything that can be imported again, as json')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five')
            [CompletionResult]::new('backups', 'backups', [CompletionResultType]::ParameterValue, 'List the automatic copies, the newest first')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the history file and the search index')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make the search index anew; no message is touched')
            [CompletionResult]::new('salvage', 'salvage', [CompletionResultType]::ParameterValue, 'Set a damaged history aside and bring over what can be read of it, and of the newest copy')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;history;list' {
            [CompletionResult]::new('--folder', '--folder', [CompletionResultType]::ParameterName, 'Those in a folder, in the archive or not')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Those with a tag, in the archive or not')
            [CompletionResult]::new('--archived', '--archived', [CompletionResultType]::ParameterName, 'Those in the archive, in place of the others')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;show' {
            [CompletionResult]::new('--save-pictures', '--save-pictures', [CompletionResultType]::ParameterName, 'Write the pictures in its answers to this folder; a file that is there stays as it is')
            [CompletionResult]::new('--tree', '--tree', [CompletionResultType]::ParameterName, 'All messages, not only the chosen path; ‹2/3› is the second of three versions')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;sent' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;search' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many hits at most')
            [CompletionResult]::new('--relevance', '--relevance', [CompletionResultType]::ParameterName, 'The best of the newest 2,000 hits first, instead of the newest')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;rename' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;set' {
            [CompletionResult]::new('--folder', '--folder', [CompletionResultType]::ParameterName, 'Put it into a folder; an empty name takes it out')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'Give it a tag; may be given more than once')
            [CompletionResult]::new('--untag', '--untag', [CompletionResultType]::ParameterName, 'Take a tag away; may be given more than once')
            [CompletionResult]::new('-m', '-m', [CompletionResultType]::ParameterName, 'Model of its next questions; an empty one leaves it to its last answer')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Model of its next questions; an empty one leaves it to its last answer')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Connection of its next questions; an empty one leaves it to its last answer')
            [CompletionResult]::new('--connection', '--connection', [CompletionResultType]::ParameterName, 'Connection of its next questions; an empty one leaves it to its last answer')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Its instructions from now on; empty ones take them away')
            [CompletionResult]::new('--system', '--system', [CompletionResultType]::ParameterName, 'Its instructions from now on; empty ones take them away')
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'A preset for its next questions; an empty text takes it away')
            [CompletionResult]::new('--default-instructions', '--default-instructions', [CompletionResultType]::ParameterName, 'Whether the instructions for all chats are sent where it has none of its own')
            [CompletionResult]::new('--pin', '--pin', [CompletionResultType]::ParameterName, 'Put it before the others')
            [CompletionResult]::new('--unpin', '--unpin', [CompletionResultType]::ParameterName, 'No longer')
            [CompletionResult]::new('--archive', '--archive', [CompletionResultType]::ParameterName, 'Take it out of the usual list')
            [CompletionResult]::new('--unarchive', '--unarchive', [CompletionResultType]::ParameterName, 'Put it back there')
            [CompletionResult]::new('--unread', '--unread', [CompletionResultType]::ParameterName, 'Mark it as unread')
            [CompletionResult]::new('--read', '--read', [CompletionResultType]::ParameterName, 'Mark it as read')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;delete' {
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'For good, at once, from the automatic copies too')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;deleted' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;take-back' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'md, html or json; when absent, what the ending of FILE says, else md')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'To this file, which only you can read, instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'To this file, which only you can read, instead of standard output')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the file if it is there')
            [CompletionResult]::new('--tree', '--tree', [CompletionResultType]::ParameterName, 'All messages, not only the chosen path; json always has them')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;import' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be added')
            [CompletionResult]::new('--with-deleted', '--with-deleted', [CompletionResultType]::ParameterName, 'Bring back also what was deleted here')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;backup' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;backups' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;restore' {
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only say what would be done')
            [CompletionResult]::new('--with-deleted', '--with-deleted', [CompletionResultType]::ParameterName, 'Also bring back what was deleted here')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;check' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;rebuild' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;salvage' {
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;history;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, pinned ones and then the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation: its questions and answers')
            [CompletionResult]::new('sent', 'sent', [CompletionResultType]::ParameterValue, 'Show what was sent for an answer: its last request, to the letter, without any key')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation a title; an empty one goes back to its first question')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Pin, archive, file or tag a conversation, or choose model and instructions for it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; for some minutes they can be taken back')
            [CompletionResult]::new('deleted', 'deleted', [CompletionResultType]::ParameterValue, 'List the deleted conversations that can still be taken back')
            [CompletionResult]::new('take-back', 'take-back', [CompletionResultType]::ParameterValue, 'Take a deleted conversation back')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write conversations for people (md, html) or, with everything that can be imported again, as json')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five')
            [CompletionResult]::new('backups', 'backups', [CompletionResultType]::ParameterValue, 'List the automatic copies, the newest first')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the history file and the search index')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make the search index anew; no message is touched')
            [CompletionResult]::new('salvage', 'salvage', [CompletionResultType]::ParameterValue, 'Set a damaged history aside and bring over what can be read of it, and of the newest copy')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;history;help;list' {
            break
        }
        'gatehouse;history;help;show' {
            break
        }
        'gatehouse;history;help;sent' {
            break
        }
        'gatehouse;history;help;search' {
            break
        }
        'gatehouse;history;help;rename' {
            break
        }
        'gatehouse;history;help;set' {
            break
        }
        'gatehouse;history;help;delete' {
            break
        }
        'gatehouse;history;help;deleted' {
            break
        }
        'gatehouse;history;help;take-back' {
            break
        }
        'gatehouse;history;help;export' {
            break
        }
        'gatehouse;history;help;import' {
            break
        }
        'gatehouse;history;help;backup' {
            break
        }
        'gatehouse;history;help;backups' {
            break
        }
        'gatehouse;history;help;restore' {
            break
        }
        'gatehouse;history;help;check' {
            break
        }
        'gatehouse;history;help;rebuild' {
            break
        }
        'gatehouse;history;help;salvage' {
            break
        }
        'gatehouse;history;help;help' {
            break
        }
        'gatehouse;replay' {
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How many times as fast as it came')
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Write it to a file for a bug report instead; the file holds the question and the answer')
            [CompletionResult]::new('--instant', '--instant', [CompletionResultType]::ParameterName, 'Without any wait')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Replace what looks like a key in that file by ***')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;usage' {
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'By what sums are made: day, month, model or connection')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'From this day on, such as 2026-11-30, by the clocks here')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'To the end of this day')
            [CompletionResult]::new('--csv', '--csv', [CompletionResultType]::ParameterName, 'Every request as a line of CSV instead of sums')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;doctor' {
            [CompletionResult]::new('--no-spend', '--no-spend', [CompletionResultType]::ParameterName, 'Send nothing that could cost money')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;delete-everything' {
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask; needed where nobody can be asked')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask; needed where nobody can be asked')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;demo-gateway' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port on the loopback address; a free one when absent')
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'How it answers, for testing clients; `--help` lists the ways')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: of `ask` and `replay` one object a line, of the others one document')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'gatehouse;help' {
            [CompletionResult]::new('ask', 'ask', [CompletionResultType]::ParameterValue, 'Ask a question; the answer streams to standard output')
            [CompletionResult]::new('keys', 'keys', [CompletionResultType]::ParameterValue, 'Show, set or remove keys; a key is never shown and never an argument')
            [CompletionResult]::new('connections', 'connections', [CompletionResultType]::ParameterValue, 'List, add, change or remove connections; find local model servers')
            [CompletionResult]::new('settings', 'settings', [CompletionResultType]::ParameterValue, 'Show or change settings')
            [CompletionResult]::new('presets', 'presets', [CompletionResultType]::ParameterValue, 'List, show, change, remove, export or import presets: a model, instructions and parameters under a name')
            [CompletionResult]::new('models', 'models', [CompletionResultType]::ParameterValue, 'List the models of a connection, as saved, as shipped, or fetched now')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'List, show, search, change, delete, export, import, back up and repair earlier conversations')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Play an answer again from the bytes that came')
            [CompletionResult]::new('usage', 'usage', [CompletionResultType]::ParameterValue, 'Say what was used and what it cost, from the ledger in the data folder')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Test the connections layer by layer')
            [CompletionResult]::new('delete-everything', 'delete-everything', [CompletionResultType]::ParameterValue, 'Delete everything of yours: keys, conversations, drafts, settings, presets, copies, logs')
            [CompletionResult]::new('demo-gateway', 'demo-gateway', [CompletionResultType]::ParameterValue, 'Run the demo gateway, which answers without a model, until it is stopped')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'gatehouse;help;ask' {
            break
        }
        'gatehouse;help;keys' {
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Say for each connection whether there is a key, and where')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Keep a key in the system''s keyring; it is read from standard input or asked for')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a key from the system''s keyring')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over the keys of an environment file such as .env.local; the file stays as it is')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the Vercel sign-in now, to see whether it can be')
            break
        }
        'gatehouse;help;keys;status' {
            break
        }
        'gatehouse;help;keys;set' {
            break
        }
        'gatehouse;help;keys;remove' {
            break
        }
        'gatehouse;help;keys;import' {
            break
        }
        'gatehouse;help;keys;renew' {
            break
        }
        'gatehouse;help;connections' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every connection with the address in effect')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add a connection of your own')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a connection, also a built-in one; an empty value takes the setting away')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a connection of your own with its key, or the changes of a built-in one')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Look for model servers at the usual ports of this machine')
            break
        }
        'gatehouse;help;connections;list' {
            break
        }
        'gatehouse;help;connections;add' {
            break
        }
        'gatehouse;help;connections;set' {
            break
        }
        'gatehouse;help;connections;remove' {
            break
        }
        'gatehouse;help;connections;probe' {
            break
        }
        'gatehouse;help;settings' {
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one setting, or all')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Change a setting; 0 is off, an empty value is the default')
            break
        }
        'gatehouse;help;settings;get' {
            break
        }
        'gatehouse;help;settings;set' {
            break
        }
        'gatehouse;help;presets' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List every preset')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show all that a preset says')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Add a preset, or change one; what is not named stays')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a preset; chats that used it keep its instructions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write all presets and prompt templates to a file, which holds no address and no key')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over presets and prompt templates from a file; those of the same names give way')
            break
        }
        'gatehouse;help;presets;list' {
            break
        }
        'gatehouse;help;presets;show' {
            break
        }
        'gatehouse;help;presets;set' {
            break
        }
        'gatehouse;help;presets;remove' {
            break
        }
        'gatehouse;help;presets;export' {
            break
        }
        'gatehouse;help;presets;import' {
            break
        }
        'gatehouse;help;models' {
            break
        }
        'gatehouse;help;history' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List conversations, pinned ones and then the newest first')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a conversation: its questions and answers')
            [CompletionResult]::new('sent', 'sent', [CompletionResultType]::ParameterValue, 'Show what was sent for an answer: its last request, to the letter, without any key')
            [CompletionResult]::new('search', 'search', [CompletionResultType]::ParameterValue, 'Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a conversation a title; an empty one goes back to its first question')
            [CompletionResult]::new('set', 'set', [CompletionResultType]::ParameterValue, 'Pin, archive, file or tag a conversation, or choose model and instructions for it')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete conversations; for some minutes they can be taken back')
            [CompletionResult]::new('deleted', 'deleted', [CompletionResultType]::ParameterValue, 'List the deleted conversations that can still be taken back')
            [CompletionResult]::new('take-back', 'take-back', [CompletionResultType]::ParameterValue, 'Take a deleted conversation back')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write conversations for people (md, html) or, with everything that can be imported again, as json')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Take over conversations from an export of another program or of Gatehouse, as zip or JSON')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five')
            [CompletionResult]::new('backups', 'backups', [CompletionResultType]::ParameterValue, 'List the automatic copies, the newest first')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the history file and the search index')
            [CompletionResult]::new('rebuild', 'rebuild', [CompletionResultType]::ParameterValue, 'Make the search index anew; no message is touched')
            [CompletionResult]::new('salvage', 'salvage', [CompletionResultType]::ParameterValue, 'Set a damaged history aside and bring over what can be read of it, and of the newest copy')
            break
        }
        'gatehouse;help;history;list' {
            break
        }
        'gatehouse;help;history;show' {
            break
        }
        'gatehouse;help;history;sent' {
            break
        }
        'gatehouse;help;history;search' {
            break
        }
        'gatehouse;help;history;rename' {
            break
        }
        'gatehouse;help;history;set' {
            break
        }
        'gatehouse;help;history;delete' {
            break
        }
        'gatehouse;help;history;deleted' {
            break
        }
        'gatehouse;help;history;take-back' {
            break
        }
        'gatehouse;help;history;export' {
            break
        }
        'gatehouse;help;history;import' {
            break
        }
        'gatehouse;help;history;backup' {
            break
        }
        'gatehouse;help;history;backups' {
            break
        }
        'gatehouse;help;history;restore' {
            break
        }
        'gatehouse;help;history;check' {
            break
        }
        'gatehouse;help;history;rebuild' {
            break
        }
        'gatehouse;help;history;salvage' {
            break
        }
        'gatehouse;help;replay' {
            break
        }
        'gatehouse;help;usage' {
            break
        }
        'gatehouse;help;doctor' {
            break
        }
        'gatehouse;help;delete-everything' {
            break
        }
        'gatehouse;help;demo-gateway' {
            break
        }
        'gatehouse;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
