// The language server and the preview of docent in Visual Studio Code.
//
// In: a folder that has a docent.yaml. Out: `docent lsp` for its Markdown, and `docent serve` beside the text when asked for.
// Everything else is the server's: what it finds is the same in every editor.

import { type ChildProcess, spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;
let preview: { process: ChildProcess; address: Promise<string> } | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
    context.subscriptions.push(
        vscode.commands.registerCommand('docent.preview', openPreview),
        vscode.commands.registerCommand('docent.restart', restart),
        { dispose: () => preview?.process.kill() },
    );
    await vscode.commands.executeCommand('setContext', 'docent.active', true);
    await start();
}

export async function deactivate(): Promise<void> {
    preview?.process.kill();
    await client?.stop();
}

async function restart(): Promise<void> {
    await client?.stop();
    await start();
}

async function start(): Promise<void> {
    const args = settings().get<boolean>('drafts') ? ['lsp', '--drafts'] : ['lsp'];
    client = new LanguageClient(
        'docent',
        'docent',
        { command: program(), args, options: { cwd: folder() } },
        { documentSelector: [{ scheme: 'file', language: 'markdown' }, { scheme: 'file', pattern: '**/docent.yaml' }] },
    );
    try {
        await client.start();
    } catch (error) {
        const path = 'Set the path';
        const said = `docent could not be started (${program()}): ${String(error)}`;
        if ((await vscode.window.showErrorMessage(said, path)) === path) {
            await vscode.commands.executeCommand('workbench.action.openSettings', 'docent.path');
        }
    }
}

/** Shows the page of the text that is open. A second call shows another page in the same preview. */
async function openPreview(): Promise<void> {
    preview ??= serve();
    try {
        const address = vscode.Uri.parse(await preview.address);
        await vscode.commands.executeCommand('simpleBrowser.api.open', await vscode.env.asExternalUri(address), {
            viewColumn: vscode.ViewColumn.Beside,
            preserveFocus: true,
        });
    } catch (error) {
        preview = undefined;
        await vscode.window.showErrorMessage(`The preview could not be started: ${String(error)}`);
    }
}

/** Starts the preview; its address is what it prints. */
function serve(): { process: ChildProcess; address: Promise<string> } {
    const process = spawn(program(), ['serve', '--drafts', '--port', '0'], { cwd: folder() });
    const address = new Promise<string>((resolve, reject) => {
        let said = '';
        const read = (bytes: Buffer): void => {
            said += bytes.toString();
            const found = /http:\/\/\S+/.exec(said);
            if (found) {
                resolve(found[0]);
            }
        };
        process.stdout.on('data', read);
        process.stderr.on('data', read);
        process.on('error', reject);
        process.on('exit', (code) => {
            preview = undefined;
            reject(new Error(`docent ended with code ${code}: ${said.trim()}`));
        });
    });
    return { process, address };
}

function settings(): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration('docent');
}

function program(): string {
    return settings().get<string>('path') || 'docent';
}

function folder(): string | undefined {
    return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
